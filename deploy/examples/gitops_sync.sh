#!/bin/sh
# Brings a checkout to what its remote has: gitops_sync.sh REPO
#
# $GITOPS_ROOT/REPO is a clone; it is only ever fast-forwarded. A checkout somebody worked in, or one
# that went its own way, is left alone and says so: that is for a human.
set -eu

repo=${1:?usage: gitops_sync.sh REPO}
case $repo in
    */* | .* | -*) echo "not a repository's short name: $repo" >&2; exit 64 ;;
esac
branch=${LIVETREE_BRANCH:-main}
checkout=${GITOPS_ROOT:?GITOPS_ROOT is not set: name the folder of the checkouts}/$repo
[ -d "$checkout/.git" ] || { echo "$checkout is no checkout: clone it first" >&2; exit 66; }

export GIT_TERMINAL_PROMPT=0
cd "$checkout"
if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
    echo "$checkout has changes of its own: commit or drop them" >&2
    exit 65
fi
git fetch --quiet --no-tags origin "+refs/heads/$branch:refs/remotes/origin/$branch"
before=$(git rev-parse HEAD)
git merge --quiet --ff-only "refs/remotes/origin/$branch"
after=$(git rev-parse HEAD)
if [ "$before" = "$after" ]; then
    echo "$repo: nothing new"
else
    echo "$repo: $before -> $after"
    # What follows from new content: restart a unit, render a site, …
    if [ -x ./.gitops/apply ]; then ./.gitops/apply "$before" "$after"; fi
fi
