/// A label of a family, and the values it may have, in the order shown. Anything else is told
/// under `other`.
package struct MeterLabel: Sendable {
    let name: String
    let values: [String]

    package init(_ name: String, _ values: [String]) {
        self.name = name
        self.values = values.filter { $0 != Family.rest }
    }
}
