/// What a case leaves behind for reports.
extension CaseRun {
    /// Remembers where refs are, and watches them from now on.
    func beginChronicle() async {
        for actor in world.repositories().keys {
            refsBefore[actor] = try? await world.refs(of: actor)
        }
        var places: [String: String] = [:]
        for spec in scenario.actors where spec.kind == .remote || spec.kind == .clone {
            places[spec.name] = World.repository(of: spec, in: world.folder)
        }
        let (events, book) = (events, world.book)
        refWatch = RefWatch(places, refs: refsBefore) { move in
            let words =
                "\(move.actor) \(move.ref): \(book.describe(move.old)) to "
                + book.describe(move.new)
            events.note(
                "ref", words, at: move.at,
                [
                    .init("actor", move.actor), .init("ref", move.ref),
                    .init("old", orNull: move.old), .init("new", orNull: move.new),
                ])
        }
    }

    /// What checkers need besides the history of reads and the git log.
    func facts() throws -> CaseFacts {
        var facts = CaseFacts(id: scenario.id, file: scenario.file, start: events.start)
        facts.names = Dictionary(world.book.ids.map { ($0.value, $0.key.text) }) { min($0, $1) }
        facts.stamps = world.book.stamps
        facts.stampedRecords = world.reading.stampedRecords
        for (name, crew) in crews {
            let history = try history(of: crew)
            facts.crews[name] = .init(
                promises: history.acknowledgements, starts: history.starts,
                downtimes: history.downtimes)
        }
        facts.swaps = writes.swaps.map { .init(asked: $0.asked, answered: $0.answered) }
        facts.transitions = world.transitions()
        facts.judgesReads = judgesReads
        facts.relaxed = scenario.relax.map(\.invariant)
        for server in world.servers.values { facts.paces[server.spec.name] = pace(of: server) }
        return facts
    }

    /// Everything that reports need, in full.
    func chronicle() async throws -> Chronicle {
        await refWatch?.stop()
        refWatch = nil
        var chronicle = Chronicle(start: events.start)
        var after: [String: [String: String]] = [:]
        for actor in world.repositories().keys {
            after[actor] = try? await world.refs(of: actor)
        }
        let commits = await commits(below: [refsBefore, after])
        chronicle.before = HistoryPicture(commits: commits, refs: Self.refs(refsBefore))
        chronicle.after = HistoryPicture(commits: commits, refs: Self.refs(after))
        chronicle.stamps = world.book.stamps
        let book = world.book
        for (name, crew) in crews.sorted(by: { $0.key < $1.key }) {
            let history = try history(of: crew)
            chronicle.reads += history.reads.map { .init(crew: name, record: $0) }
            let checks = ReadChecks(history) { book.describe($0) }
            chronicle.violations += (checks.torn + checks.backward() + checks.stale).map {
                .init(crew: name, finding: $0)
            }
        }
        chronicle.readCount = chronicle.reads.count
        chronicle.reads.sort { $0.record.end < $1.record.end }
        chronicle.violations.sort { ($0.at ?? events.start) < ($1.at ?? events.start) }
        chronicle.violationCount = chronicle.violations.count
        noteGenerations(chronicle.reads)
        chronicle.events = events.all.map { $0.worded(book.recalled($0.text)) }
        chronicle.seconds = MonotonicTime.now.seconds(since: events.start)
        return chronicle
    }

    private static func refs(_ all: [String: [String: String]]) -> [HistoryPicture.Ref] {
        all.sorted { $0.key < $1.key }.flatMap { actor, refs in
            refs.sorted { $0.key < $1.key }
                .map { HistoryPicture.Ref(actor: actor, name: $0.key, commit: $0.value) }
        }
    }

    /// Drawn commits and those that refs lead to, parents first.
    private func commits(below refs: [[String: [String: String]]]) async -> [HistoryPicture.Commit]
    {
        var parents: [String: [String]] = [:]
        let limit = Limits.picturedCommits
        let tips = Set(refs.flatMap(\.values).flatMap(\.values)).sorted()
        let drawn = Set(world.book.ids.values).sorted()
        let listing = ["rev-list", "--parents", "--ignore-missing", "--max-count=\(limit)"]
        for path in [world.pool] + world.repositories().values.sorted() {
            let wanted = path == world.pool ? drawn : tips
            guard !wanted.isEmpty, parents.count < limit,
                let list = try? await world.git.run(listing + wanted.prefix(limit), in: path)
            else { continue }
            for line in list.lines {
                let ids = line.split(separator: " ").map(String.init)
                if let id = ids.first { parents[id] = parents[id] ?? Array(ids.dropFirst()) }
            }
        }
        var names: [String: String] = [:]
        for id in parents.keys.sorted() { names[id] = await name(of: id) }
        return Self.ordered(parents).map {
            .init(id: $0, name: names[$0] ?? "", parents: parents[$0] ?? [])
        }
    }

    /// What people call a commit: its drawn name, what it replays, what it was captured as.
    private func name(of id: String) async -> String {
        if let name = world.book.name(of: id) { return name }
        for name in world.book.ids.keys.sorted() {
            if let same = try? await isReplay(id, of: name), same {
                return "\(name.original.text)'"
            }
        }
        let captured = captures.sorted { $0.key < $1.key }.first {
            $0.value.isOfWrite && $0.value.body?["commit"]?.text == id
        }
        return captured.map { "$\($0.key)" } ?? String(id.prefix(7))
    }

    /// Parents before children; among those that could be next, by id.
    private static func ordered(_ parents: [String: [String]]) -> [String] {
        var order: [String] = []
        var done: Set<String> = []
        for root in parents.keys.sorted() {
            var stack = [(root, false)]
            while let (id, isReady) = stack.popLast() {
                if isReady {
                    order.append(id)
                } else if parents[id] != nil, done.insert(id).inserted {
                    stack.append((id, true))
                    stack += (parents[id] ?? []).reversed().map { ($0, false) }
                }
            }
        }
        return order
    }

    /// Notes when each generation was first seen by anyone: by a reader, in an answer, or in what
    /// the server logs of its swaps, which names no generation. Of the first server: each counts its
    /// own.
    private func noteGenerations(_ reads: [Chronicle.Read]) {
        guard let first = try? server() else { return }
        let name = first.spec.name
        var seen: [ServedTrace.Look] = reads.filter(\.record.isGood).compactMap { read in
            guard let commit = read.record.commit, crewServers[read.crew] === first else {
                return nil
            }
            return .init(
                at: read.record.end, commit: commit, generation: read.record.generation)
        }
        for event in events.all where event["server"]?.text == name {
            if event.kind == "answer", let commit = event["served"]?.text {
                let generation = event["generation"]?.double.map { UInt64(max(0, $0)) }
                seen.append(.init(at: event.at, commit: commit, generation: generation))
            } else if event.kind == "log", let commit = ServedTrace.swap(in: event) {
                seen.append(.init(at: event.at, commit: commit, generation: nil))
            }
        }
        for first in ServedTrace.first(of: seen, starts: serverStarts[name, default: []]) {
            var fields: [DataValue.Field] = [.init("commit", first.commit)]
            if let generation = first.generation {
                fields.append(.init("generation", Int(clamping: generation)))
            }
            let name = first.generation.map { "generation \($0)" } ?? "a generation"
            events.note(
                "generation", "\(name) is \(world.book.describe(first.commit))", at: first.at,
                fields)
        }
    }
}
