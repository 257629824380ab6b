#!/bin/sh
# Once, on an empty server: the role that the application works as. It reads and writes rows; it
# owns no table, so it cannot switch a trigger off, and it may not TRUNCATE, which passes them.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set=password="$APP_DATABASE_PASSWORD" --set=owner="$POSTGRES_USER" <<'SQL'
CREATE ROLE gops_app LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA public TO gops_app;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gops_app;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO gops_app;
SQL
