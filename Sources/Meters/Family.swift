/// One family of metrics as it was declared. Its labels have the values known beforehand, and one
/// more for all others, so that the number of its series is bounded whatever happens.
final class Family: Sendable {
    /// What stands for a label's value that was not declared.
    static let rest = "other"

    let kind: MeterText.Kind
    private let name: String
    private let help: String
    private let labels: [MeterLabel]
    /// One for each combination of values, the last label's changing fastest; `rest` comes last.
    private let series: [any Series]

    init(
        _ name: String, _ kind: MeterText.Kind, help: String, labels: [MeterLabel],
        makeSeries: () -> any Series
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        let count = labels.reduce(1) { $0 * ($1.values.count + 1) }
        series = (0..<count).map { _ in makeSeries() }
    }

    /// The series that `dimensions` name: one value for each label, by the label's name.
    func series(_ dimensions: [(String, String)]) -> any Series {
        var index = 0
        for label in labels {
            let value = dimensions.first { $0.0 == label.name }?.1
            let position = value.flatMap { label.values.firstIndex(of: $0) }
            index = index * (label.values.count + 1) + (position ?? label.values.count)
        }
        return series[index]
    }

    /// Writes every series. A gauge that nobody set is not shown, and neither is `rest` before
    /// something happened there: nobody is to wonder what `other` may be.
    func write(to text: inout MeterText) {
        let shown = series.enumerated().filter { index, series in
            series.isKnown || (kind != .gauge && !isRest(index))
        }
        guard !shown.isEmpty else { return }
        text.begin(name, kind, help: help)
        for (index, series) in shown { series.write(to: &text, values(at: index)) }
    }

    private func isRest(_ index: Int) -> Bool {
        zip(labels, positions(at: index)).contains { $1 == $0.values.count }
    }

    private func values(at index: Int) -> [MeterText.Label] {
        zip(labels, positions(at: index)).map { label, position in
            .init(label.name, position < label.values.count ? label.values[position] : Self.rest)
        }
    }

    /// The position of each label's value.
    private func positions(at index: Int) -> [Int] {
        var index = index
        var found: [Int] = []
        for label in labels.reversed() {
            found.append(index % (label.values.count + 1))
            index /= label.values.count + 1
        }
        return found.reversed()
    }
}
