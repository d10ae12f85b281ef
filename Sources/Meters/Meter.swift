/// One family of metrics.
protocol Meter: Sendable {
    /// Writes the family with its present values.
    func write(to text: inout MeterText)
}
