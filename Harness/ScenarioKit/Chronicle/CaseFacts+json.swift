/// As a file.
extension CaseFacts {
    /// One JSON object.
    package var json: DataValue {
        .map([
            .init("id", id), .init("file", file), .init("seed", Int(clamping: seed)),
            .init("start", Self.number(start)),
            .init(name: "names", value: Self.map(names.mapValues(DataValue.string))),
            .init(
                name: "stamps", value: Self.map(stamps.mapValues { .integer(Int64($0)) })),
            .init("stampedRecords", stampedRecords),
            .init(name: "crews", value: Self.map(crews.mapValues(Self.json))),
            .init(
                name: "swaps",
                value: .list(
                    swaps.map { .list([Self.value($0.asked), Self.value($0.answered)]) })),
            .init(name: "transitions", value: .list(transitions.map(Self.json))),
            .init(
                name: "parents",
                value: Self.map(parents.mapValues { .list($0.map(DataValue.string)) })),
            .init(name: "paces", value: Self.map(paces.mapValues(Self.json))),
            .init(name: "judgesReads", value: .boolean(judgesReads)),
            .init("relaxed", relaxed.map(\.rawValue)),
        ])
    }

    /// Reads what `json` wrote; nil when it is something else.
    package init?(_ json: DataValue) {
        guard let id = json["id"]?.text, let file = json["file"]?.text,
            let start = Self.time(json["start"])
        else { return nil }
        self.init(id: id, file: file, start: start)
        seed = UInt64(max(0, json["seed"]?.double ?? 0))
        names = Self.fields(json["names"]).compactMapValues(\.text)
        stamps = Self.fields(json["stamps"]).compactMapValues { $0.double.map { Int($0) } }
        stampedRecords = Int(json["stampedRecords"]?.double ?? 0)
        crews = Self.fields(json["crews"]).mapValues(Self.crew)
        swaps = (json["swaps"]?.items ?? []).compactMap { pair in
            guard let asked = Self.time(pair.items?.first),
                let answered = Self.time(pair.items?.last)
            else { return nil }
            return Interval(asked: asked, answered: answered)
        }
        transitions = (json["transitions"]?.items ?? []).compactMap(Self.transition)
        parents = Self.fields(json["parents"]).mapValues { ($0.items ?? []).compactMap(\.text) }
        paces = Self.fields(json["paces"]).mapValues(Self.pace)
        judgesReads = json["judgesReads"]?.flag ?? false
        relaxed = (json["relaxed"]?.items ?? []).compactMap { $0.text.flatMap(Invariant.init) }
    }

    private static func number(_ time: MonotonicTime) -> Int { Int(clamping: time.nanoseconds) }

    private static func value(_ time: MonotonicTime) -> DataValue {
        .integer(Int64(clamping: time.nanoseconds))
    }

    private static func time(_ value: DataValue?) -> MonotonicTime? {
        guard case .integer(let number)? = value, number >= 0 else { return nil }
        return MonotonicTime(nanoseconds: UInt64(number))
    }

    private static func map(_ values: [String: DataValue]) -> DataValue {
        .map(values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
    }

    private static func fields(_ value: DataValue?) -> [String: DataValue] {
        guard case .map(let fields)? = value else { return [:] }
        return Dictionary(fields.map { ($0.name, $0.value) }) { $1 }
    }

    private static func json(_ crew: Crew) -> DataValue {
        .map([
            .init(name: "promises", value: .list(crew.promises.map(json))),
            .init(name: "starts", value: .list(crew.starts.map(value))),
            .init(
                name: "downtimes",
                value: .list(
                    crew.downtimes.map { .list([value($0.from), $0.until.map(value) ?? .null]) })),
        ])
    }

    private static func crew(_ json: DataValue) -> Crew {
        Crew(
            promises: (json["promises"]?.items ?? []).compactMap(promise),
            starts: (json["starts"]?.items ?? []).compactMap(time),
            downtimes: (json["downtimes"]?.items ?? []).compactMap { pair in
                time(pair.items?.first).map { .init(from: $0, until: time(pair.items?.last)) }
            })
    }

    private static func json(_ promise: ReadHistory.Acknowledgement) -> DataValue {
        .map([
            .init("asked", number(promise.asked)), .init("answered", number(promise.answered)),
            .init("old", orNull: promise.old), .init("new", orNull: promise.new),
            .init(
                name: "generation",
                value: promise.generation.map { .integer(Int64(clamping: $0)) } ?? .null),
            .init(name: "swapped", value: .boolean(promise.swapped)),
        ])
    }

    private static func promise(_ json: DataValue) -> ReadHistory.Acknowledgement? {
        guard let asked = time(json["asked"]), let answered = time(json["answered"]) else {
            return nil
        }
        return .init(
            asked: asked, answered: answered, old: json["old"]?.text, new: json["new"]?.text,
            generation: json["generation"]?.double.map { UInt64(max(0, $0)) },
            swapped: json["swapped"]?.flag ?? false)
    }

    private static func json(_ move: RefTransition) -> DataValue {
        .map([
            .init("mover", move.mover.rawValue), .init("remote", move.remote),
            .init("ref", move.ref), .init("old", orNull: move.old), .init("new", orNull: move.new),
        ])
    }

    private static func transition(_ json: DataValue) -> RefTransition? {
        guard let mover = json["mover"]?.text.flatMap(RefTransition.Mover.init),
            let remote = json["remote"]?.text, let ref = json["ref"]?.text
        else { return nil }
        return RefTransition(
            mover: mover, remote: remote, ref: ref, old: json["old"]?.text,
            new: json["new"]?.text)
    }

    private static func json(_ pace: SpinChecks.Pace) -> DataValue {
        let moves = pace.moves.map { moves in
            DataValue.list(moves.map { .list([.number($0.at), .number($0.by)]) })
        }
        return .map([
            .init("base", pace.base), .init("cap", pace.cap),
            .init(name: "resets", value: .list(pace.resets.map(DataValue.number))),
            .init(name: "moves", value: moves ?? .null),
        ])
    }

    private static func pace(_ json: DataValue) -> SpinChecks.Pace {
        let moves = json["moves"]?.items?.map { pair in
            (at: pair.items?.first?.double ?? 0, by: pair.items?.last?.double ?? 0)
        }
        return SpinChecks.Pace(
            base: json["base"]?.double ?? 1, cap: json["cap"]?.double ?? 3600,
            resets: (json["resets"]?.items ?? []).compactMap(\.double), moves: moves)
    }
}
