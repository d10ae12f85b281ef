import Foundation

/// A `git` in front of the real one that pushes wrongly. The server under it is the production one;
/// what it asks of the network is not what happens.
enum WrongGit: String, CaseIterable {
    /// Forces every push.
    case forcePush = "force-push"
    /// Pushes what was refused again, three times more.
    case retryRefusal = "retry-nff"
    /// Says that a conflict branch was pushed though it was not.
    case ignoreConflictFailure = "ignore-conflict-push-failure"
    /// Says that everything was pushed, and pushes nothing.
    case neverPush = "ack-before-push"
    /// Says that everything was pushed, and pushes it a moment later.
    case pushLater = "push-later"
    /// Names branches by their short names.
    case shortNames = "short-ref-names"

    /// The environment in which this git is the first on PATH.
    func environment(over environment: [String: String]) throws -> [String: String] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("wrong-git-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let path = environment["PATH"] ?? "/usr/bin:/bin"
        let file = "\(folder)/git"
        try script(path: path).write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        var environment = environment
        environment["PATH"] = "\(folder):\(path)"
        return environment
    }

    /// Everything but pushes goes on as it is.
    private func script(path: String) -> String {
        """
        #!/bin/bash
        # The git behind this one.
        PATH='\(path)'
        arguments=("$@")
        isPush= conflicts=
        for argument; do
            case $argument in
            push) isPush=1 ;;
            *:refs/heads/conflicts/*) conflicts=1 ;;
            esac
        done
        [ -n "$isPush" ] || exec git "$@"
        claim() {
            echo "To the remote"
            for argument in "${arguments[@]}"; do
                case $argument in
                -*) ;;
                *:refs/*) printf '*\\t%s\\t[new branch]\\n' "$argument" ;;
                esac
            done
            echo Done
        }
        \(wrong)
        """
    }

    private var wrong: String {
        switch self {
        case .forcePush:
            """
            forced=()
            for argument in "${arguments[@]}"; do
                case $argument in
                --force-with-lease=*) ;;
                -*) forced+=("$argument") ;;
                *:refs/*) forced+=("+$argument") ;;
                *) forced+=("$argument") ;;
                esac
            done
            exec git "${forced[@]}"
            """
        case .retryRefusal:
            """
            for attempt in 1 2 3; do
                said=$(git "$@") && break
                case $said in *rejected*) ;; *) break ;; esac
                sleep 0.1
            done
            exec git "$@"
            """
        case .ignoreConflictFailure:
            """
            [ -n "$conflicts" ] || exec git "$@"
            git "$@" || claim
            """
        case .neverPush: "claim"
        case .pushLater:
            """
            (sleep 1; exec git "$@") </dev/null >/dev/null 2>&1 &
            claim
            """
        case .shortNames:
            """
            short=()
            for argument in "${arguments[@]}"; do
                case $argument in
                --force-with-lease=refs/heads/*)
                    short+=("--force-with-lease=${argument#--force-with-lease=refs/heads/}") ;;
                *:refs/heads/*) short+=("${argument%%:*}:${argument#*:refs/heads/}") ;;
                *) short+=("$argument") ;;
                esac
            done
            exec git "${short[@]}"
            """
        }
    }
}
