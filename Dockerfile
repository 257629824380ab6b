# One image for web, worker, beat and set-up; what it does is its command (see docker-compose.yml).
FROM node:24-bookworm-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DJANGO_SETTINGS_MODULE=gops.settings.production \
    STATIC_ROOT=/srv/gops/static PAPER_FONTS_DIR=/srv/gops/fonts MEDIA_ROOT=/srv/media \
    BIND=0.0.0.0:8000
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home gops \
    && install -d -o gops -g gops /srv/media /srv/gops
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --no-deps -r requirements/base.txt
COPY . .
COPY --from=frontend /build/node_modules node_modules
# The keys here only let Django start for collectstatic; nothing is signed or sealed with them.
RUN python -m gops.translations \
    && python -m gops.fonts "$PAPER_FONTS_DIR" \
    && SECRET_KEY=build ALLOWED_HOSTS=localhost FILE_KEYS=build:$(printf %064d 0) \
        python manage.py collectstatic --noinput -v 0
USER gops
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=40s \
    CMD ["python", "-m", "gops.serve", "health"]
CMD ["python", "-m", "gops.serve", "web"]
