import Glibc

/// Kills what worlds left running when this program itself was killed and could not.
///
/// A process of its own, in a session of its own, listens to this one: at the end of the line it
/// kills every process that lives in a world which was begun and not ended. Such a process has the
/// world's folder as its home, or the git of the world's server as the first of its `PATH`.
package final class Watchman: Sendable {
    /// The one of this program, begun with its first world.
    package static let shared = Watchman()

    /// Our end of the line; -1 when nobody listens.
    private let line: Int32

    /// What is started after a first look is found by the next one.
    private static let script = """
        trap '' HUP INT TERM QUIT
        worlds=
        while read -r way world; do
            [ -n "$world" ] || continue
            if [ "$way" = begin ]; then
                worlds="$worlds$world
        "
            else
                worlds=$(printf '%s' "$worlds" | grep -vxF -e "$world" && echo .)
                worlds=${worlds%.}
            fi
        done
        for look in 1 2 3 4 5; do
            printf '%s' "$worlds" | while read -r world; do
                for file in $(grep -lsaF -e "HOME=$world/" -e "PATH=$world/" /proc/[0-9]*/environ)
                do
                    process=${file#/proc/}
                    kill -KILL "${process%/environ}"
                done
            done
            [ -z "$worlds" ] || sleep 0.2
        done

        """

    package init() { line = Self.start() ?? -1 }

    deinit { if line >= 0 { close(line) } }

    /// From now on what lives in the world of this folder is killed when this program is.
    package func begin(_ folder: String) { tell("begin \(folder)\n") }

    /// The world has ended, and with it everything in it.
    package func end(_ folder: String) { tell("end \(folder)\n") }

    private func tell(_ words: String) {
        let bytes = Array(words.utf8)
        // Without a listener there must be no signal: worlds are played all the same.
        if line >= 0 { _ = send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// `POSIX_SPAWN_SETSID`, which Swift does not see: a signal to our group is none to it.
    private static let session: Int16 = 0x80

    private static func start() -> Int32? {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
        for output in [Int32(1), 2] {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        posix_spawnattr_setflags(&attributes, session)
        let arguments = ["/bin/sh", "-c", script]
        let path = "PATH=/usr/local/bin:/usr/bin:/bin"
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
        defer { for word in words + environment { free(word) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, &environment) == 0
        else {
            close(ends[0])
            return nil
        }
        return ends[0]
    }
}
