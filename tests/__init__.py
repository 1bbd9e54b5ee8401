import pytest

pytest.register_assert_rewrite("tests.support")  # a helper's assertion says as much as a test's
