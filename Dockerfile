FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/var/lib/paritrana

# pg_dump and pg_restore for the backups, of the version that the server has.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --create-home --uid 10001 paritrana \
    && install -d -o paritrana -g paritrana /var/lib/paritrana /var/backups/paritrana

WORKDIR /srv/paritrana
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . .
# Static files belong to the image: all containers serve the same ones.
ENV STATIC_ROOT=/srv/paritrana/static-collected
RUN SECRET_KEY=build-only VAR_DIR=/tmp/build python manage.py collectstatic --noinput -v0 && rm -rf /tmp/build

USER paritrana
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD \
    ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/', timeout=8)"]
CMD ["gunicorn", "paritrana.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=paritrana.web_worker.PatientWorker", "--workers=3", "--threads=4"]
