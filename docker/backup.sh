#!/bin/sh
# Every night: the database first, then the files (a file once written never changes, so a later
# copy of the files fits). A dump counts only when it is whole: it gets its name at the end.
# `sh backup.sh now` makes one and ends.
set -eu
FOLDER=${BACKUP_FOLDER:-/backup}
MEDIA=${BACKUP_MEDIA:-/media}

backup() {
    day=$(date +%F)
    pg_dump --format=custom --file="$FOLDER/.database.part"
    pg_restore --list "$FOLDER/.database.part" >/dev/null
    tar -C "$MEDIA" -cf "$FOLDER/.files.part" .
    mv "$FOLDER/.database.part" "$FOLDER/database-$day.dump"
    mv "$FOLDER/.files.part" "$FOLDER/files-$day.tar"
    find "$FOLDER" -maxdepth 1 -name 'database-*.dump' -mtime "+${BACKUP_KEEP_DAYS:-14}" -delete
    find "$FOLDER" -maxdepth 1 -name 'files-*.tar' -mtime "+${BACKUP_KEEP_DAYS:-14}" -delete
    echo "backup of $day is complete"
}

if [ "${1:-}" = now ]; then
    backup
    exit
fi
while :; do
    hour=$(date +%H)
    sleep $(( ((${BACKUP_HOUR:-2} - ${hour#0} + 23) % 24 + 1) * 3600 - $(date +%s) % 3600 ))
    backup || echo "backup failed" >&2
done
