# The image of web, worker and beat alike; the command says which. Postgres and Redis live elsewhere.
FROM python:3.11-slim AS build

WORKDIR /build
COPY requirements.txt constraints.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir -r requirements.txt


FROM python:3.11-slim

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=coffeechat.settings \
    STATIC_ROOT=/app/staticfiles

RUN useradd --system --uid 10001 --no-create-home coffeechat
WORKDIR /app
COPY --from=build /venv /venv
COPY . .

# Settings ask for these three; collecting files connects to nothing and keeps none of them.
RUN SECRET_KEY=unused DATABASE_URL=postgres://unused REDIS_URL=redis://unused \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q .

USER coffeechat
EXPOSE 8000

# 503 is an answer too: it says that the worker or beat is missing, which is no fault of the web.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "\
import http.client; \
web = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); \
web.request('GET', '/healthz'); \
raise SystemExit(web.getresponse().status not in (200, 503))"]

# How many processes: WEB_CONCURRENCY, which gunicorn reads by itself.
CMD ["gunicorn", "coffeechat.wsgi", "--config", "python:coffeechat.gunicorn", \
     "--bind", "0.0.0.0:8000", "--graceful-timeout", "20"]
