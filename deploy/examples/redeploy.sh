#!/bin/sh
# Replaces the running deployment: pulls the new image and restarts the unit.
#
# The restart ends the server that started this script, so the work is handed to a process that
# outlives it: in the configuration by `systemd-run --no-block ./redeploy.sh`, or here, without
# systemd, by a session of its own.
set -eu

unit=${DEPLOY_UNIT:-livetree}
log=${DEPLOY_LOG:-/var/log/livetree-redeploy.log}

if [ "${1:-}" != detached ]; then
    if command -v setsid >/dev/null; then
        setsid "$0" detached </dev/null >>"$log" 2>&1 &
        exit 0
    fi
fi

echo "$(date -u +%FT%TZ) redeploying for ${LIVETREE_COMMIT:-a manual run}"
# Fails before anything is replaced when the new one cannot be had.
${DEPLOY_PULL:-podman pull ghcr.io/acme/site:latest}
${DEPLOY_RESTART:-systemctl restart} "$unit"
echo "$(date -u +%FT%TZ) done"
