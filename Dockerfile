# The service with its compiled code and production dependencies only. It brings no database: set DATABASE_URL
# (docker-compose.yml does), since the embedded PostgreSQL is left out of the image.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
COPY config/examples ./config/examples
RUN npm run build

FROM node:22-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY migrations ./migrations
# config/ is mounted by the operator; data/ takes the mails when there is no SMTP_URL.
RUN mkdir -p config data && chown node:node data
USER node
VOLUME ["/app/data"]
EXPOSE 8080
# Healthy is what /readyz calls ready: the database answers and somebody watches. Docker only marks the container, it
# restarts nothing for it, and a restart would bring neither back; whoever restarts by a probe should ask /healthz. A
# container without the role http has no port to ask: give it `healthcheck: { disable: true }`.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node is process 1 and gets SIGTERM itself; the service closes in seconds.
STOPSIGNAL SIGTERM
CMD ["node", "dist/main.js", "start"]
