# The dashboard without its database. compose.yaml runs it; docs/operating.md says how.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1

# For backups: of the version of PostgreSQL in compose.yaml.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --user-group --uid 10001 --no-create-home --home-dir /app dashboard \
    && install -d -m 700 -o dashboard -g dashboard /data

WORKDIR /app
COPY requirements.txt requirements-postgresql.txt ./
RUN pip install --no-cache-dir -r requirements-postgresql.txt

COPY manage.py gunicorn.conf.py ./
COPY locale locale/
COPY static static/
COPY templates templates/
COPY recruspace_dashboard recruspace_dashboard/

# The settings make secrets in DATA_DIR: those of the build are not in the image. What
# manage.py writes is for its owner only.
RUN python -m compileall -q gunicorn.conf.py recruspace_dashboard \
    && DATA_DIR=/tmp/build python manage.py collectstatic --noinput \
    && rm -r /tmp/build \
    && chmod -R a+rX staticfiles

# The commit, which a container cannot read from .git.
ARG COMMIT=
# All else is read-only in compose.yaml, also /tmp.
ENV COMMIT=$COMMIT DATA_DIR=/data TMPDIR=/data BIND=0.0.0.0 PORT=8000

USER dashboard
EXPOSE 8000
CMD exec gunicorn recruspace_dashboard.wsgi --workers ${WEB_CONCURRENCY:-2} --threads 24
