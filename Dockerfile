# The KRM function as an image: `kpt fn eval --image …`. It reads a ResourceList on stdin and needs neither network nor files.
FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
COPY functions ./functions
RUN npm run build

FROM gcr.io/distroless/nodejs22-debian12:nonroot
COPY --from=build /build/dist /app
USER nonroot
ENTRYPOINT ["/nodejs/bin/node", "/app/stackset.mjs", "fn"]
