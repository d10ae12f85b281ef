import JSONModel

extension JobEvent {
    /// One line of the ledger, with its newline.
    package var line: [UInt8] { json.bytes + [UInt8(ascii: "\n")] }

    private var json: JSON {
        switch self {
        case .accepted(let job, let lane, let work, let at):
            .object(
                [.init("event", "accepted"), .init("job", .string(job))] + Self.members(lane)
                    + Self.members(work) + [.init("at", .integer(at))])
        case .coalesced(let job, let work, let at):
            .object(
                [.init("event", "coalesced"), .init("job", .string(job))] + Self.members(work)
                    + [.init("at", .integer(at))])
        case .started(let job, let at):
            .object(["event": "started", "job": .string(job), "at": .integer(at)])
        case .ended(let job, let end, let at):
            .object([
                "event": "ended", "job": .string(job), "state": .string(end.state.rawValue),
                "exitCode": end.exitCode.map(JSON.count) ?? .null,
                "durationMs": end.durationMs.map(JSON.number) ?? .null,
                "output": .string(end.output), "at": .integer(at),
            ])
        case .delivered(let key):
            .object(
                [.init("event", "delivered")] + Self.members(key.lane) + [
                    .init("branch", .string(key.branch)),
                    .init("delivery", .string(key.delivery)),
                ])
        case .seen(let repository, let at):
            .object(["event": "seen", "repository": .string(repository), "at": .integer(at)])
        }
    }

    private static func members(_ lane: HookLane) -> [JSON.Member] {
        [
            .init("receiver", .string(lane.receiver.rawValue)),
            .init("repository", .string(lane.repository)),
        ]
    }

    private static func members(_ work: HookWork) -> [JSON.Member] {
        [
            .init("branch", .string(work.branch)), .init("commit", .string(work.commit)),
            .init("delivery", .optional(work.delivery)),
        ]
    }

    /// Reads a line of the ledger. Nil: it is damaged.
    package init?(line: [UInt8]) {
        guard let json = try? JSON.parse(line), let event = json["event"]?.text else { return nil }
        let time = json["at"]?.whole
        switch (event, json["job"]?.text, time) {
        case ("accepted", let job?, let at?):
            guard let lane = Self.lane(json), let work = Self.work(json) else { return nil }
            self = .accepted(job: job, lane, work, at: at)
        case ("coalesced", let job?, let at?):
            guard let work = Self.work(json) else { return nil }
            self = .coalesced(job: job, work, at: at)
        case ("started", let job?, let at?):
            self = .started(job: job, at: at)
        case ("ended", let job?, let at?):
            guard let end = Self.end(json) else { return nil }
            self = .ended(job: job, end, at: at)
        case ("delivered", _, _):
            guard let lane = Self.lane(json), let branch = json["branch"]?.text,
                let delivery = json["delivery"]?.text
            else { return nil }
            self = .delivered(DeliveryKey(lane: lane, branch: branch, delivery: delivery))
        case ("seen", _, let at?):
            guard let repository = json["repository"]?.text else { return nil }
            self = .seen(repository: repository, at: at)
        default:
            return nil
        }
    }

    private static func lane(_ json: JSON) -> HookLane? {
        guard let receiver = json["receiver"]?.text.flatMap(Receiver.init),
            let repository = json["repository"]?.text
        else { return nil }
        return HookLane(receiver, repository)
    }

    private static func work(_ json: JSON) -> HookWork? {
        guard let branch = json["branch"]?.text, let commit = json["commit"]?.text else {
            return nil
        }
        return HookWork(branch: branch, commit: commit, delivery: json["delivery"]?.text)
    }

    private static func end(_ json: JSON) -> JobEnd? {
        guard let state = json["state"]?.text.flatMap(JobReport.State.init) else { return nil }
        return JobEnd(
            state, exitCode: json["exitCode"]?.whole.map(Int.init),
            durationMs: json["durationMs"]?.fraction, output: json["output"]?.text ?? "")
    }
}

extension JSON {
    fileprivate var whole: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    fileprivate var fraction: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
}
