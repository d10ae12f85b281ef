/// What the colours of a timeline's spans and shades mean: those that it has, and no other.
struct TimelineLegend {
    private static let meanings = [
        ("bad", "failed step, forced push"), ("good", "answered, done"),
        ("refused", "refused"), ("failed", "git failed"), ("info", "no answer"),
        ("fault", "fault"), ("gate", "gate"), ("held", "held at a gate"),
        ("alarm", "warning or error in the log"),
    ]

    private let kinds: Set<String>
    private let hasRings: Bool

    init(_ timeline: Timeline) {
        let spans = timeline.tracks.flatMap { $0.rows.flatMap { $0 } } + timeline.bands
        kinds = Set(spans.map(\.kind))
        hasRings = timeline.tracks.contains { !$0.violations.isEmpty }
    }

    var markup: String {
        let shown = Self.meanings.filter { kinds.contains($0.0) }.map { kind, words in
            "<span class=\"key\"><svg width=\"14\" height=\"12\"><rect class=\"span \(kind)\" "
                + "width=\"14\" height=\"12\" rx=\"3\"/></svg> \(words)</span>"
        }
        let ring =
            "<span class=\"key\"><svg width=\"14\" height=\"14\"><circle class=\"violation\" "
            + "cx=\"7\" cy=\"7\" r=\"5.5\"/></svg> <b class=\"wrong\">violation</b></span>"
        return "<p class=\"legend\">\(shown.joined(separator: " "))\(hasRings ? ring : "")</p>"
    }
}
