#!/bin/sh
# Replaces the running deployment: pulls the new image and restarts the unit.
#
# The restart ends the server that started this script, so the work is handed to a process that
# outlives it, and this one ends at once. Under systemd that is a unit of its own, because the
# restart ends every process of the server's unit; elsewhere it is a session of its own.
set -eu

unit=${DEPLOY_UNIT:-livetree}
log=${DEPLOY_LOG:-/var/log/livetree-redeploy.log}

if [ "${1:-}" != detached ]; then
    : >>"$log"                      # while somebody still sees the complaint
    # It is started by its path, from another folder.
    self=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
    by=${DEPLOY_BY:-}               # systemd-run or setsid
    if [ -z "$by" ]; then
        if [ -d /run/systemd/system ]; then by=systemd-run; else by=setsid; fi
    fi
    case $by in
    systemd-run)
        set -- "$self" detached
        # The unit gets nothing of our environment but this.
        for name in PATH HOME DEPLOY_UNIT DEPLOY_LOG DEPLOY_PULL DEPLOY_RESTART LIVETREE_COMMIT; do
            eval "value=\${$name-}"
            [ -z "$value" ] || set -- "--setenv=$name=$value" "$@"
        done
        systemd-run --quiet --no-block --collect "$@"
        ;;
    setsid)
        # It says when it has left our process group: before that, whoever ends the group when we
        # end would end it too.
        (setsid "$self" detached </dev/null &) | {
            read -r word && [ "$word" = detached ]
        } || { echo "the redeployment did not start" >&2; exit 71; }
        ;;
    *) echo "DEPLOY_BY is \"$by\": say systemd-run or setsid" >&2; exit 64 ;;
    esac
    echo "the redeployment goes on by itself and writes to $log"
    exit 0
fi

echo detached
exec >>"$log" 2>&1                  # nothing of ours holds the starter up, or breaks with it
echo "$(date -u +%FT%TZ) redeploying for ${LIVETREE_COMMIT:-a manual run}"
# Fails before anything is replaced when the new one cannot be had.
${DEPLOY_PULL:-podman pull ghcr.io/acme/site:latest}
${DEPLOY_RESTART:-systemctl restart} "$unit"
echo "$(date -u +%FT%TZ) done"
