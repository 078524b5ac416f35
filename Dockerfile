# syntax=docker/dockerfile:1

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# The statements were checked when .sqlx/ was written: building needs no database.
ENV SQLX_OFFLINE=true
# What was downloaded and compiled stays in a cache of the builder and out of the image.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/shipboard /usr/local/bin/shipboard

FROM debian:bookworm-slim
# Time zones of the people who read dates, and letters for pictures of what is written in Japanese, Chinese or Korean.
RUN apt-get update && apt-get install -y --no-install-recommends tzdata fonts-noto-cjk && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/shipboard --create-home --shell /usr/sbin/nologin shipboard
COPY --from=build /usr/local/bin/shipboard /usr/local/bin/shipboard
USER 10001
WORKDIR /var/lib/shipboard
ENV SHIPBOARD_ADDRESS=0.0.0.0:3000 \
    SHIPBOARD_DATA=/var/lib/shipboard
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["shipboard", "health"]
ENTRYPOINT ["shipboard"]
CMD ["serve"]
