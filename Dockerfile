# The nightly job in a container: harvest, then the digest, by mail. docs/digest.md says how it is run; compose.yaml has workers.
FROM python:3.13-slim
COPY . /source
RUN pip install --no-cache-dir -c /source/constraints.txt "/source[desk,workers]" && rm -r /source \
    && useradd --create-home newsharvest && install -d -o newsharvest /data
USER newsharvest
# without a scrapy.cfg the folder that a command is run in is the project's: newsharvest.toml, watch.toml, the store and the digests are in /data
ENV SCRAPY_SETTINGS_MODULE=newsharvest.settings TZ=Asia/Seoul
WORKDIR /data
VOLUME /data
CMD ["sh", "-c", "scrapy harvest; harvested=$?; scrapy digest --since last --mail || exit 1; exit $harvested"]
