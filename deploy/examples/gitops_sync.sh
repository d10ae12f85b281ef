#!/bin/sh
# Brings a checkout to what its remote has: gitops_sync.sh REPO
#
# $GITOPS_ROOT/REPO is a clone with the branch checked out; it is only ever fast-forwarded. A
# checkout that somebody worked in, or that went its own way, is left alone and says so: exit 65,
# for a human. Safe to run twice at once, and again after it was cut short anywhere.
set -eu

repo=${1:?usage: gitops_sync.sh REPO}
case $repo in
    .* | -* | *[!A-Za-z0-9._-]*) echo "not a repository's short name: $repo" >&2; exit 64 ;;
esac
branch=${LIVETREE_BRANCH:-main}
root=${GITOPS_ROOT:?GITOPS_ROOT is not set: name the folder of the checkouts}
checkout=$root/$repo
[ -e "$checkout/.git" ] || { echo "$checkout is no checkout: clone it first" >&2; exit 66; }

# One at a time, whoever starts it: the server, a timer, a person.
if [ "${GITOPS_LOCKED:-}" != "$checkout" ] && command -v flock >/dev/null; then
    export GITOPS_LOCKED="$checkout"
    exec flock --close --wait 300 --conflict-exit-code 75 "$checkout" sh "$0" "$@"
fi

left_alone() { echo "$checkout is left alone: $1" >&2; exit 65; }

export GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND="${GIT_SSH_COMMAND:-ssh -o BatchMode=yes}"
# A broken checkout is not to be taken for a part of a repository above it.
export GIT_CEILING_DIRECTORIES="$root"
cd "$checkout"
# What git tidies up it tidies up before it ends, not in a process of its own.
git() { command git -c gc.autoDetach=false -c maintenance.autoDetach=false "$@"; }

on=$(git symbolic-ref --quiet --short HEAD) || left_alone "no branch is checked out"
[ "$on" = "$branch" ] || left_alone "$on is checked out, not $branch"
changes=$(git status --porcelain --untracked-files=no)
[ -z "$changes" ] || left_alone "it has changes of its own: commit or drop them
$changes"

git fetch --quiet --no-tags origin "+refs/heads/$branch:refs/remotes/origin/$branch"
before=$(git rev-parse --verify HEAD)
after=$(git rev-parse --verify "refs/remotes/origin/$branch")
# Up to where the work below was done; told before anything changes, so that no change is missed.
applied=$(git rev-parse --verify --quiet refs/gitops/applied || echo "$before")
git update-ref refs/gitops/applied "$applied"
if [ "$before" = "$after" ]; then
    echo "$repo: nothing new"
elif git merge-base --is-ancestor "$before" "$after"; then
    git merge --quiet --ff-only "$after" || left_alone "it cannot be fast-forwarded"
    echo "$repo: $before -> $after"
else
    left_alone "it has commits that origin/$branch has not"
fi

# What follows from new content: restart a unit, render a site, … Whoever may push to the repository
# decides what is in there. Where it failed or was cut short, the next run comes back to it.
if [ -x ./.gitops/apply ] && [ "$applied" != "$after" ]; then ./.gitops/apply "$applied" "$after"; fi
git update-ref refs/gitops/applied "$after"
