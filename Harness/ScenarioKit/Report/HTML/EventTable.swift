/// What happened, as lists: the server's log around the first violation, and the steps.
struct EventTable {
    /// Half of the time around the first violation, in seconds, that the window shows.
    private static let reach = 0.5
    /// The most rows of a list.
    private static let rows = 120
    /// What the window shows besides the log.
    private static let kinds: Set = [
        "log", "ref", "answer", "git", "fault", "heal", "gate", "gate-hit", "exit",
    ]

    private let chronicle: Chronicle

    init(_ chronicle: Chronicle) { self.chronicle = chronicle }

    /// What the server logged and what else happened around the moment it went wrong.
    var window: String {
        let middle = chronicle.crisis.map { chronicle.seconds($0) }
        let near = chronicle.events.filter { event in
            guard Self.kinds.contains(event.kind) else { return false }
            return middle.map { abs(chronicle.seconds(event.at) - $0) <= Self.reach } ?? true
        }
        guard !near.isEmpty else { return "" }
        let rows = near.suffix(Self.rows).map(row)
        let title =
            middle.map { "Server log and events, 500 ms around \(HTMLText.moment($0))" }
            ?? "Server log and events, the last \(rows.count)"
        return "<details class=\"log\" open><summary>\(title)</summary>"
            + "\(Self.table(rows))</details>"
    }

    private func row(_ event: EventLog.Event) -> String {
        let isLog = event.kind == "log"
        let mark = event.isAlarming ? " class=\"alarm\"" : isLog ? "" : " class=\"quiet\""
        let kind = isLog ? "log \(event["level"]?.text ?? "")" : event.kind
        let told = isLog ? Self.plain(event) : event.kind == "git" ? Self.call(event) : event.text
        let text = chronicle.calling(chronicle.naming(told))
        return "<tr\(mark)><td>\(HTMLText.moment(chronicle.seconds(event.at)))</td>"
            + "<td>\(HTMLText.escape(kind))</td>"
            + "<td>\(HTMLText.escape(HTMLText.cut(text, at: 600)))</td></tr>"
    }

    /// A log line as `event: message  key=value`, without what other columns say.
    private static func plain(_ event: EventLog.Event) -> String {
        guard case .map(let fields)? = JSONText.parse(Array(event.text.utf8)) else {
            return event.text
        }
        let rest = fields.filter { !["time", "level", "event", "message"].contains($0.name) }
        let pairs = rest.map { "\($0.name)=\($0.value.scalarText ?? "null")" }
        let head = [event["event"]?.text, event["message"]?.text].compactMap { $0 }
        return head.joined(separator: ": ") + "  " + pairs.joined(separator: " ")
    }

    /// A call of git from its command on, and how it ended.
    private static func call(_ event: EventLog.Event) -> String {
        let command = event["command"]?.text ?? ""
        let argv = (event["argv"]?.items ?? []).compactMap(\.text)
        let status = event["rc"]?.double.map { "status \(Int($0))" } ?? "killed"
        let took = event["ms"]?.double.map { ", \(Int($0)) ms" } ?? ""
        let told = argv.drop { $0 != command }.joined(separator: " ")
        return "git \(told.isEmpty ? argv.joined(separator: " ") : told) → \(status)\(took)"
    }

    /// Every step with its time.
    var steps: String {
        var ends: [Double: EventLog.Event] = [:]
        for event in chronicle.events where event.kind == "step-end" {
            if let id = event["id"]?.double { ends[id] = event }
        }
        let rows = chronicle.events.filter { $0.kind == "step" }.prefix(Self.rows).map { event in
            let end = event["id"]?.double.flatMap { ends[$0] }
            let took = end.map { "\(Int($0.at.seconds(since: event.at) * 1000)) ms" }
            let isBad = end?["ok"]?.flag != true
            return "<tr\(isBad ? " class=\"bad\"" : "")><td>"
                + "\(event["number"]?.double.map { "\(Int($0))" } ?? "")</td>"
                + "<td>\(HTMLText.escape(event.text))</td>"
                + "<td>\(HTMLText.moment(chronicle.seconds(event.at)))</td>"
                + "<td>\(took ?? "did not end")</td></tr>"
        }
        guard !rows.isEmpty else { return "" }
        return "<details class=\"steps\"><summary>\(rows.count) steps</summary>"
            + "\(Self.table(rows))</details>"
    }

    private static func table(_ rows: [String]) -> String {
        "<div class=\"wide\"><table class=\"events\"><tbody>\(rows.joined())</tbody></table></div>"
    }
}
