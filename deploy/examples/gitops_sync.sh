#!/bin/sh
# Brings a checkout to what its remote has: gitops_sync.sh REPO
#
# $GITOPS_ROOT/REPO is a clone with the branch checked out; it is only ever fast-forwarded, and its
# initialised submodules follow. A checkout that somebody worked in, or that went its own way, is
# left alone and says so: exit 65, for a human. Safe to run twice at once, and again after it was
# cut short anywhere: what a killed run left half done, the next one takes back and does again.
set -eu

repo=${1:?usage: gitops_sync.sh REPO}
case $repo in
    .* | -* | *[!A-Za-z0-9._-]*) echo "not a repository's short name: $repo" >&2; exit 64 ;;
esac
branch=${LIVETREE_BRANCH:-main}
root=${GITOPS_ROOT:?GITOPS_ROOT is not set: name the folder of the checkouts}
checkout=$root/$repo
[ -e "$checkout/.git" ] || { echo "$checkout is no checkout: clone it first" >&2; exit 66; }

# One at a time, whoever starts it: the server, a timer, a person. Also a git of ours that outlives
# us holds the lock; what may leave processes behind is started without it (9<&-).
exec 9<"$checkout"
flock --wait 300 9 || { echo "no lock on $checkout: another sync is long at it" >&2; exit 75; }

left_alone() { echo "$checkout is left alone: $1" >&2; exit 65; }

export GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND="${GIT_SSH_COMMAND:-ssh -o BatchMode=yes}"
# A broken checkout is not to be taken for a part of a repository above it. And whoever only looks
# takes no lock, which it would leave behind when it is killed.
export GIT_CEILING_DIRECTORIES="$root" GIT_OPTIONAL_LOCKS=0
cd "$checkout"
# What git tidies up it tidies up before it ends, not in a process of its own.
git() {
    command git -c gc.autoDetach=false -c maintenance.autoDetach=false -c core.fsmonitor=false \
        -c submodule.recurse=false "$@"
}
path() { git rev-parse --git-path "$1"; }

# What a run is about to change stands in this file until it is done; whoever finds it there, under
# the lock, knows whose the half-done work is. A file: deleting a ref could itself leave a lock.
note=$(path gitops-note)
write_down() { echo "$*" >"$note.new" && mv "$note.new" "$note"; }

own_changes() {
    found=$(git status --porcelain --untracked-files=no --ignore-submodules=all)
    # A submodule may be anywhere, unless somebody is about to commit where.
    [ -n "$found" ] || found=$(git diff-index --cached --name-status --ignore-submodules=dirty HEAD)
    printf %s "$found"
}

# Whether git would fast-forward, tried with a copy of the index: nothing is changed or locked.
rehearse() (
    index=$(path index)
    export GIT_INDEX_FILE="$index.gitops"
    rm -f "$GIT_INDEX_FILE.lock"
    cp -p "$index" "$GIT_INDEX_FILE"
    git update-index -q --refresh --ignore-submodules || :
    code=0
    git read-tree --dry-run -m -u "$1" "$2" || code=$?
    rm -f "$GIT_INDEX_FILE"
    exit "$code"
)

# Takes back the fast-forward from $1 to $2 that was cut short: its files, also the new ones.
take_back() {
    [ "$(git symbolic-ref --quiet HEAD)" = "refs/heads/$branch" ] || return 0
    [ "$(git rev-parse --verify HEAD)" = "$1" ] || return 0     # it was done, or somebody went on
    rm -f "$(path index.lock)"
    ours=$(git diff --name-only --no-renames --ignore-submodules=all "$1" "$2")
    changed=$(git diff --name-only --no-renames --ignore-submodules=all HEAD)
    theirs=$(printf '%s\n' "$ours" "$ours" "$changed" | sort | uniq -u)
    [ -z "$theirs" ] || left_alone "a sync was cut short, and these changes are not its: drop them
$theirs"
    git read-tree --reset -u "$2"
    git reset --quiet --hard "$1"
}

in_submodules() { git submodule --quiet foreach --quiet --recursive "$1"; }

# Moves the initialised submodules to the commits recorded. What is dirty in them after a run that
# was cut short here is that run's own, if they were clean when it began.
update_submodules() {
    [ -e .gitmodules ] || return 0
    looked=$(in_submodules 'git status --porcelain --ignore-submodules=all')
    [ -n "$looked" ] || write_down updating
    git submodule --quiet update --recursive 9<&- || {
        write_down fetching
        echo "$checkout: a submodule cannot be brought to its commit, see above" >&2
        exit 69
    }
}

if [ -e "$note" ]; then
    read -r doing from to <"$note" || :
    for lock in HEAD ORIG_HEAD "refs/heads/$branch" "refs/remotes/origin/$branch" \
        refs/gitops/applied packed-refs shallow objects/maintenance gc.pid; do
        rm -f "$(path "$lock.lock")"
    done
    case $doing in
    merging) take_back "$from" "$to" ;;
    updating)
        in_submodules 'find "$(git rev-parse --absolute-git-dir)" -name "*.lock" -type f -delete'
        git submodule --quiet update --recursive --force 9<&- || :   # below it is told
        ;;
    esac
fi
write_down fetching

on=$(git symbolic-ref --quiet --short HEAD) || left_alone "no branch is checked out"
[ "$on" = "$branch" ] || left_alone "$on is checked out, not $branch"
changes=$(own_changes)
[ -z "$changes" ] || left_alone "it has changes of its own: commit or drop them
$changes"

git fetch --quiet --no-tags --no-recurse-submodules --no-auto-maintenance origin \
    "+refs/heads/$branch:refs/remotes/origin/$branch" 9<&-
before=$(git rev-parse --verify HEAD)
after=$(git rev-parse --verify "refs/remotes/origin/$branch")
# Up to where the work below was done; told before anything changes, so that no change is missed.
applied=$(git rev-parse --verify --quiet refs/gitops/applied || echo "$before")
git update-ref refs/gitops/applied "$applied"
if [ "$before" = "$after" ]; then
    echo "$repo: nothing new"
elif git merge-base --is-ancestor "$before" "$after"; then
    lock=$(path index.lock)
    for wait in 1 1 1 1 1; do [ ! -e "$lock" ] || sleep "$wait"; done
    [ ! -e "$lock" ] || left_alone "another git is at work in it, or was killed there:
if none is at work, remove $checkout/${lock#"$checkout/"}"
    rehearse "$before" "$after" || left_alone "it cannot be fast-forwarded"
    write_down merging "$before" "$after"
    if ! git merge --quiet --ff-only "$after"; then
        # Declined before anything was changed, or broken off half-way, by a full disk say?
        [ -z "$(own_changes)" ] && rehearse "$before" "$after" ||
            { echo "$checkout: broken off half-way, the next run takes it back" >&2; exit 74; }
        write_down fetching
        left_alone "it cannot be fast-forwarded"
    fi
    write_down fetching
    echo "$repo: $before -> $after"
else
    left_alone "it has commits that origin/$branch has not"
fi
update_submodules

# What follows from new content: restart a unit, render a site, … Whoever may push to the repository
# decides what is in there. Where it failed or was cut short, the next run comes back to it.
if [ -x ./.gitops/apply ] && [ "$applied" != "$after" ]; then
    ./.gitops/apply "$applied" "$after" 9<&-
fi
git update-ref refs/gitops/applied "$after"
rm -f "$note"
