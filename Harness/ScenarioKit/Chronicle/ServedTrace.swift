/// What was seen of what a server serves, made into when each state was served first.
enum ServedTrace {
    /// Somebody saw a commit being served.
    struct Look: Sendable, Hashable {
        var at: MonotonicTime
        let commit: String
        /// Nil when it was not said.
        var generation: UInt64?
    }

    /// The commit that a line of the server's log says is served from then on.
    static func swap(in event: EventLog.Event) -> String? {
        guard ["ready", "reload", "reconciled", "written"].contains(event["event"]?.text ?? ""),
            let json = JSONText.parse(Array(event.text.utf8))
        else { return nil }
        if json["swapped"]?.flag == false { return nil }
        let commit = json["newCommit"]?.text ?? json["commit"]?.text
        return commit.flatMap { $0.count >= 40 ? $0 : nil }
    }

    /// The first sight of each generation in each life of a server, earliest first. What the log
    /// says counts for the generation of the same commit, and alone where no generation was seen.
    static func first(of all: [Look], starts: [MonotonicTime]) -> [Look] {
        var numbered: [String: Look] = [:]
        var named: [String: Look] = [:]
        for look in all.sorted(by: { $0.at < $1.at }) {
            let life = starts.count { $0 <= look.at }
            if let generation = look.generation {
                let key = "\(life) \(generation)"
                numbered[key] = numbered[key] ?? look
            } else {
                let key = "\(life) \(look.commit)"
                named[key] = named[key] ?? look
            }
        }
        var found: [Look] = []
        for (key, look) in numbered {
            var look = look
            let life = key.prefix { $0 != " " }
            if let logged = named.removeValue(forKey: "\(life) \(look.commit)") {
                look.at = min(look.at, logged.at)
            }
            found.append(look)
        }
        return (found + named.values).sorted {
            ($0.at, $0.generation ?? 0) < ($1.at, $1.generation ?? 0)
        }
    }
}
