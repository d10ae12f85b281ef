import Foundation

/// A `git` first on a server's PATH: it logs each call, waits at gates, and runs the real git.
///
/// A plain `sh` script, written into the world, so that a call costs little and needs nothing. It
/// stays in the caller's process group, so killing the group kills it, and hands signals on.
package struct GitShim: Sendable {
    /// The folder to put first on PATH.
    package let bin: String
    /// The log: fields separated by `0x1f`, one line a call's start or end.
    package let log: String
    /// The folder where gates are armed.
    package let gates: String

    /// Writes the script below `folder`, running `git` in the end.
    package init(in folder: String, git: String) throws {
        bin = "\(folder)/bin"
        log = "\(folder)/git.log"
        gates = "\(folder)/gates"
        let files = FileManager.default
        for path in [bin, gates] {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        _ = files.createFile(atPath: log, contents: nil)
        try Self.script(git: git, log: log, gates: gates)
            .write(toFile: "\(bin)/git", atomically: true, encoding: .utf8)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(bin)/git")
    }

    /// Holds each fetch for as long as `true`; how reads are made to overlap a reload.
    package func holdFetches(_ hold: Bool) {
        let path = "\(gates)/overlap.hold"
        if hold {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        } else {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Every call logged so far, in the order they began.
    package func calls() -> [GitCall] {
        guard let data = FileManager.default.contents(atPath: log) else { return [] }
        return GitCall.parse(String(decoding: data, as: UTF8.self))
    }

    private static func script(git: String, log: String, gates: String) -> String {
        """
        #!/bin/sh
        # Logs this call, waits at gates, runs the real git.
        real='\(git)' log='\(log)' gates='\(gates)'
        sep=$(printf '\\037')
        read -r up _ </proc/uptime
        IFS=$sep
        printf '%s\\n' "start$sep$$$sep$up$sep$*" >>"$log"
        unset IFS
        command=
        skip=
        for argument; do
            if [ -n "$skip" ]; then skip=; continue; fi
            case $argument in
            -c|-C|--git-dir|--work-tree|--namespace|--exec-path) skip=1 ;;
            -*) ;;
            *) command=$argument; break ;;
            esac
        done
        verdict=
        # The remote's address without user and password: the server names it beside the arguments.
        place=${GIT_CONFIG_KEY_0#*://}
        place=${place#*@}
        # What a dead server left running is nobody's attempt any more.
        finish() {
            state=gone
            [ "$PPID" -gt 1 ] && read -r _ _ state _ 2>/dev/null <"/proc/$PPID/stat"
            case $state in gone|Z|X) verdict=orphaned ;; esac
            read -r up _ </proc/uptime
            printf '%s\\n' "end$sep$$$sep$up$sep$1$sep$verdict$sep$place" >>"$log"
            exit "$1"
        }
        case $command in
        fetch|clone)
            while [ -e "$gates/overlap.hold" ]; do /bin/sleep 0.005; done ;;
        esac
        for gate in "$gates"/*.armed; do
            [ -e "$gate" ] || continue
            read -r wanted nth <"$gate" || continue
            [ "$wanted" = any ] || [ "$wanted" = "$command" ] || continue
            base=${gate%.armed}
            turn=1
            while ! /bin/mkdir "$base.turn$turn" 2>/dev/null; do turn=$((turn + 1)); done
            [ "$turn" -eq "$nth" ] || continue
            printf '%s\\n' "$$" >"$base.held"
            while [ ! -e "$base.release" ] && [ -d "$gates" ]; do /bin/sleep 0.02; done
            way=drop
            [ -e "$base.release" ] && read -r way <"$base.release"
            case $way in
            fail)
                echo "fatal: held at a gate and let fail" >&2
                finish 128 ;;
            drop) kill -KILL $$ ;;
            esac
        done
        exec 3<&0
        said=
        if [ "$command" = push ]; then
            said=$gates/said.$$
            "$real" "$@" <&3 3<&- >"$said" &
        else
            "$real" "$@" <&3 3<&- &
        fi
        child=$!
        trap 'kill -TERM "$child" 2>/dev/null' TERM INT HUP
        wait "$child"
        code=$?
        while kill -0 "$child" 2>/dev/null; do
            wait "$child"
            code=$?
        done
        if [ -n "$said" ]; then
            /bin/cat "$said"
            while read -r line; do
                case $line in
                "!"*"(stale info)"*|"!"*"(non-fast-forward)"*|"!"*"(fetch first)"*)
                    verdict=refused ;;
                esac
            done <"$said"
            /bin/rm -f "$said"
        fi
        finish "$code"

        """
    }
}
