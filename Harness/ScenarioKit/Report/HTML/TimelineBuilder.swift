/// Makes a timeline of a chronicle. Pure.
struct TimelineBuilder {
    /// The most connections that get a track.
    private static let connections = 24

    let chronicle: Chronicle
    let colours: CommitColours
    var timeline = Timeline()

    /// The whole timeline.
    ///
    /// - Parameter wrong: what went wrong besides reads, earliest first.
    static func timeline(
        of chronicle: Chronicle, colours: CommitColours, wrong: [WrongMoment] = []
    ) -> Timeline {
        var builder = TimelineBuilder(chronicle: chronicle, colours: colours)
        builder.measure()
        builder.add(wrong)
        builder.addCourse()
        builder.addRefs()
        builder.addServed()
        builder.addTraffic()
        builder.addReaders()
        builder.timeline.tracks.removeAll {
            $0.rows.isEmpty && $0.dots.isEmpty && $0.violations.isEmpty
        }
        return builder.timeline
    }

    private init(chronicle: Chronicle, colours: CommitColours) {
        self.chronicle = chronicle
        self.colours = colours
    }

    func events(_ kinds: String...) -> [EventLog.Event] {
        chronicle.events.filter { kinds.contains($0.kind) }
    }

    func at(_ event: EventLog.Event) -> Double { chronicle.seconds(event.at) }

    /// What was before the first step is of no interest.
    private mutating func measure() {
        let first = events("step").first.map(at) ?? 0
        let last = chronicle.events.last.map(at) ?? 0
        let read = chronicle.reads.last.map { chronicle.seconds($0.record.end) } ?? 0
        let end = max(last, read, first + 0.001)
        let margin = (end - first) * 0.01
        timeline.start = max(0, first - margin)
        timeline.end = end + margin
    }

    func span(
        _ start: Double, _ end: Double?, _ label: String, _ kind: String, _ title: String = ""
    ) -> Timeline.Span {
        let end = max(start, end ?? timeline.end)
        let told = title.isEmpty ? label : title
        let times = "\(HTMLText.moment(start)), \(Int((end - start) * 1000)) ms"
        return .init(
            start: start, end: end, label: label, kind: kind,
            title: "\(HTMLText.cut(told, at: 160)) (\(times))")
    }

    mutating func add(_ label: String, _ group: Timeline.Track.Group, _ spans: [Timeline.Span]) {
        timeline.tracks.append(
            .init(label: label, group: group, rows: Timeline.rows(spans)))
    }

    private mutating func add(_ wrong: [WrongMoment]) {
        let marks = wrong.enumerated().map { index, moment in
            Timeline.Mark(
                at: moment.at.map(chronicle.seconds) ?? timeline.end, title: moment.text,
                number: index)
        }
        timeline.tracks.append(.init(label: "went wrong", group: .wrong, violations: marks))
    }

    // MARK: - Readers

    private mutating func addReaders() {
        var numbers: [Chronicle.Read: [Int]] = [:]
        for (number, violation) in chronicle.violations.enumerated() {
            guard let read = violation.finding.reads.last else { continue }
            numbers[.init(crew: violation.crew, record: read), default: []].append(number)
        }
        var tracks: [String: Timeline.Track] = [:]
        var order: [(crew: String, connection: Int, hasViolation: Bool, key: String)] = []
        for read in chronicle.reads {
            let key = "\(read.crew) \(read.record.connection)"
            if tracks[key] == nil {
                tracks[key] = .init(
                    label: "\(read.crew) \(read.record.connection)", group: .readers)
                order.append((read.crew, read.record.connection, false, key))
            }
            add(
                read, numbers[read] ?? [],
                to: &tracks[key, default: .init(label: key, group: .readers)])
        }
        for index in order.indices {
            order[index].hasViolation = tracks[order[index].key]?.violations.isEmpty == false
        }
        let chosen = order.sorted { $0.hasViolation && !$1.hasViolation }.prefix(Self.connections)
        let sorted = chosen.sorted { ($0.crew, $0.connection) < ($1.crew, $1.connection) }
        timeline.tracks += sorted.compactMap { tracks[$0.key] }
    }

    private func add(_ read: Chronicle.Read, _ numbers: [Int], to track: inout Timeline.Track) {
        let record = read.record
        let time = chronicle.seconds(record.end)
        let kind = record.isGood ? colours.kind(record.commit) : "none"
        let generation = record.generation.map { " · gen \($0)" } ?? ""
        let seen =
            record.isGood
            ? chronicle.name(of: record.commit) + generation : "no answer (\(record.failure))"
        let label = "\(seen), asked for \(record.kind.word)"
        if let index = track.dots.firstIndex(where: { $0.kind == kind && $0.label == label }) {
            track.dots[index].times.append(time)
        } else {
            track.dots.append(.init(kind: kind, label: label, times: [time]))
        }
        for number in numbers {
            track.violations.append(
                .init(
                    at: time, title: chronicle.violations[number].finding.text, number: number))
        }
    }
}
