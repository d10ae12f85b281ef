/// The tracks above those of readers.
extension TimelineBuilder {
    /// Steps, the server's life, faults and gates.
    mutating func addCourse() {
        var ends: [Int: EventLog.Event] = [:]
        for end in events("step-end") {
            if let id = end["id"]?.double { ends[Int(id)] = end }
        }
        let steps = events("step").map { event in
            let end = event["id"]?.double.flatMap { ends[Int($0)] }
            let number = event["number"]?.double.map { "\(Int($0)) " } ?? ""
            let isBad = end?["ok"]?.flag == false
            return span(
                at(event), end.map(at), number + (event["verb"]?.text ?? ""),
                isBad ? "bad" : "step", event.text)
        }
        add("steps", .course, steps)
        addServers()
        bands(start: events("fault"), end: events("heal"), key: "fault", kind: "fault")
        bands(
            start: events("gate").filter { $0["what"]?.text?.hasPrefix("armed") == true },
            end: events("gate").filter { $0["what"]?.text?.hasPrefix("released") == true },
            key: "gate", kind: "gate")
        let held = events("gate-hit").map { hit in
            let release = events("gate").first { event in
                event.at >= hit.at && event["gate"] == hit["gate"]
                    && event["what"]?.text?.hasPrefix("released") == true
            }
            return span(
                at(hit), release.map(at), "\(hit["gate"]?.text ?? "") holds", "held",
                "someone is held at gate \(hit["gate"]?.text ?? "")")
        }
        add("faults, gates", .course, timeline.bands.map { $0 } + held)
    }

    private mutating func addServers() {
        var lives: [String: [Timeline.Span]] = [:]
        let servers = Set(events("ready").map(\.text))
        for event in events("start", "ready", "stop", "kill", "exit") {
            let words = event.text.split(separator: " ")
            guard let name = words.first.map(String.init), servers.contains(name) else { continue }
            if let last = lives[name]?.indices.last, lives[name]?[last].end == timeline.end {
                lives[name]?[last].end = at(event)
            }
            let state = ["start": "starts", "ready": "up", "stop": "stops"][event.kind]
            guard let state else { continue }
            lives[name, default: []].append(
                span(at(event), nil, state, state == "up" ? "up" : "busy", "\(name) \(state)"))
        }
        for (name, spans) in lives.sorted(by: { $0.key < $1.key }) { add(name, .course, spans) }
    }

    private mutating func bands(
        start: [EventLog.Event], end: [EventLog.Event], key: String, kind: String
    ) {
        for event in start {
            let close = end.first {
                $0.at >= event.at && ($0[key] == event[key] || $0[key]?.text == "all")
            }
            timeline.bands.append(
                span(
                    at(event), close.map(at), event[key]?.text ?? kind, kind,
                    "\(kind) \(event.text)"))
        }
    }

    /// Branches of remotes and clones: where each pointed, and when it moved.
    mutating func addRefs() {
        var tips: [String: (since: Double, commit: String)] = [:]
        var spans: [String: [Timeline.Span]] = [:]
        var order: [String] = []
        func track(_ actor: String, _ ref: String) -> String {
            let key = "\(actor):\(ref.dropFirst("refs/heads/".count))"
            if spans[key] == nil {
                spans[key] = []
                order.append(key)
            }
            return key
        }
        func close(_ key: String, at time: Double) {
            guard let tip = tips.removeValue(forKey: key) else { return }
            let name = chronicle.name(of: tip.commit)
            spans[key]?.append(
                span(tip.since, time, name, colours.kind(tip.commit), "\(key) is \(name)"))
        }
        for ref in chronicle.before.refs where ref.isBranch {
            tips[track(ref.actor, ref.name)] = (timeline.start, ref.commit)
        }
        for event in events("ref") {
            guard let actor = event["actor"]?.text, let ref = event["ref"]?.text,
                ref.hasPrefix("refs/heads/")
            else { continue }
            let key = track(actor, ref)
            close(key, at: at(event))
            if let new = event["new"]?.text { tips[key] = (at(event), new) }
        }
        for key in order { close(key, at: timeline.end) }
        for key in order.sorted(by: Self.mainFirst).prefix(16) { add(key, .refs, spans[key] ?? []) }
    }

    private static func mainFirst(_ left: String, _ right: String) -> Bool {
        func rank(_ key: String) -> (Int, Int, String) {
            (key.hasSuffix(":main") ? 0 : 1, key.hasPrefix("origin:") ? 0 : 1, key)
        }
        return rank(left) < rank(right)
    }

    /// What anyone was first seen to be served, until the next was.
    mutating func addServed() {
        let ends = events("stop", "kill", "exit").map(at)
        let seen = events("generation")
        var spans: [Timeline.Span] = []
        for (index, event) in seen.enumerated() {
            let start = at(event)
            let next = index + 1 < seen.count ? at(seen[index + 1]) : timeline.end
            let down = ends.first { $0 > start } ?? timeline.end
            let commit = event["commit"]?.text
            let generation = event["generation"]?.double.map { " · gen \(Int($0))" } ?? ""
            spans.append(
                span(
                    start, min(next, down), chronicle.name(of: commit) + generation,
                    colours.kind(commit), "served, as first seen: \(event.text)"))
        }
        add("served", .served, spans)
    }

    /// Calls, writes, and what git did over the network.
    mutating func addTraffic() {
        for (label, kinds) in [("reloads, calls", ["call", "http"]), ("writes", ["write"])] {
            let calls = chronicle.events.filter { kinds.contains($0.kind) }.map { event in
                let seconds = (event["ms"]?.double ?? 0) / 1000
                let status = Int(event["status"]?.double ?? 0)
                let kind = status == 0 ? "info" : status < 400 ? "good" : "refused"
                let word = event["outcome"]?.text ?? (status == 0 ? "no answer" : "\(status)")
                return span(
                    at(event), at(event) + seconds, word, kind,
                    "\(event["request"]?.text ?? "") → \(status) \(event["outcome"]?.text ?? "")")
            }
            add(label, .traffic, calls)
        }
        for (label, commands) in [
            ("fetches", ["fetch", "clone", "ls-remote"]), ("pushes", ["push"]),
        ] {
            let calls = events("git").filter { commands.contains($0["command"]?.text ?? "") }
            add(label, .traffic, calls.map(git))
        }
        let alarms = events("log").filter(\.isAlarming).map { event in
            span(
                at(event), at(event), event["event"]?.text ?? "", "alarm",
                "\(event["level"]?.text ?? ""): \(event["message"]?.text ?? event.text)")
        }
        add("log: warnings", .traffic, alarms)
    }

    private func git(_ event: EventLog.Event) -> Timeline.Span {
        let command = event["command"]?.text ?? ""
        let status = event["rc"]?.double.map { Int($0) }
        let isRefused = event["refused"]?.flag == true
        let isForced = WrongMoment.forced(event) != nil
        let kind = isForced ? "bad" : status == 0 ? "good" : isRefused ? "refused" : "failed"
        let ending =
            status == 0 ? "" : isRefused ? "refused" : status.map { "rc \($0)" } ?? "killed"
        let word = isForced ? "forced \(ending)" : ending
        let argv = (event["argv"]?.items ?? []).compactMap(\.text)
        let told = argv.drop { $0 != command }.joined(separator: " ")
        let end = event["ms"]?.double.map { at(event) + $0 / 1000 }
        return span(at(event), end ?? at(event), word, kind, "git \(told) \(word)")
    }
}
