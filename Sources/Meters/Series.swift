/// One series of a family: what is told of one combination of its labels' values.
protocol Series: AnyObject, Sendable {
    /// Whether anything was told of it.
    var isKnown: Bool { get }

    /// Writes its samples into the family begun last; `labels` are those that name it.
    func write(to text: inout MeterText, _ labels: [MeterText.Label])
}
