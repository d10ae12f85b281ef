/// The meters of a family with one label, made beforehand: telling of one costs no search among
/// all families.
package struct MeterSet<Meter: Sendable>: Sendable {
    private let meters: [String: Meter]
    private let rest: Meter

    init(_ label: MeterLabel, make: (_ value: String) -> Meter) {
        meters = Dictionary(uniqueKeysWithValues: label.values.map { ($0, make($0)) })
        rest = make(Family.rest)
    }

    /// That of a value; of one that was not declared, the one they share.
    package subscript(value: String) -> Meter { meters[value] ?? rest }
}
