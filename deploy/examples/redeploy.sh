#!/bin/sh
# Replaces the running deployment: pulls the new image and restarts the unit, one redeployment after
# the other.
#
# The restart ends the server that started this script, so the work is handed to a process that
# outlives it. Under systemd that is a unit of its own, because the restart ends every process of
# the server's unit; elsewhere it is a session of its own. This one waits until the image is there:
# where it cannot be had, nothing is replaced and the job has failed. A redeployment that waits for
# another one's restart goes on although its starter ends with the server.
set -eu

unit=${DEPLOY_UNIT:-livetree}
log=${DEPLOY_LOG:-/var/log/livetree-redeploy.log}

if [ "${1:-}" != detached ]; then
    : >>"$log"                      # while somebody still sees the complaint
    # How the pull went comes back through this pipe: beside the log, where both see it.
    export DEPLOY_TELL="$log.$$"
    rm -f "$DEPLOY_TELL"
    mkfifo -m 600 "$DEPLOY_TELL"
    trap 'rm -f "$DEPLOY_TELL"' EXIT
    exec 8<>"$DEPLOY_TELL"          # both ways: opening it waits for nobody
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
        for name in PATH HOME DEPLOY_UNIT DEPLOY_LOG DEPLOY_PULL DEPLOY_RESTART DEPLOY_TELL \
            LIVETREE_COMMIT; do
            eval "value=\${$name-}"
            [ -z "$value" ] || set -- "--setenv=$name=$value" "$@"
        done
        systemd-run --quiet --no-block --collect "$@"
        ;;
    setsid)
        # It has left our process group when it tells of the pull: before that, whoever ends the
        # group when we end would end it too.
        command -v setsid >/dev/null || { echo "there is no setsid" >&2; exit 71; }
        setsid "$self" detached </dev/null >/dev/null 2>&1 8>&- &
        ;;
    *) echo "DEPLOY_BY is \"$by\": say systemd-run or setsid" >&2; exit 64 ;;
    esac
    read -r code <&8
    if [ "$code" != 0 ]; then
        tail -n 20 "$log" >&2
        echo "nothing was replaced, see $log" >&2
        exit "$code"
    fi
    echo "the new image is there; the restart goes on by itself and writes to $log"
    exit 0
fi

exec >>"$log" 2>&1                  # nothing of ours holds the starter up, or breaks with it
say() { echo "$(date -u +%FT%TZ) $1"; }
tell() {
    # Our starter may have ended since, and nobody reads: that must not hold us up.
    if [ -p "${DEPLOY_TELL:-}" ]; then echo "$1" 1<>"$DEPLOY_TELL"; fi
    rm -f "${DEPLOY_TELL:-}"
}
trap 'tell $?' EXIT

exec 9>"$log.lock"
flock --wait 300 9 || { say "gave up: another redeployment does not end"; exit 75; }
say "redeploying for ${LIVETREE_COMMIT:-a manual run}"
# It has its time, so that its failure is told before the job's own time is over.
timeout 540 ${DEPLOY_PULL:-podman pull ghcr.io/acme/site:latest} 9>&- || {
    code=$?
    say "the new image cannot be had: exit code $code"
    exit "$code"
}
trap - EXIT
tell 0
# What it starts may live on, and must not hold the lock.
${DEPLOY_RESTART:-systemctl restart} "$unit" 9>&- || { say "the restart failed"; exit 70; }
say "done"
