/// Repeated measurements of one thing.
struct Samples: Sendable {
    let name: String
    let unit: String
    let values: [Double]

    init(_ name: String, _ unit: String, _ values: [Double]) {
        self.name = name
        self.unit = unit
        self.values = values
    }

    init(_ name: String, _ durations: [Duration]) {
        self.init(name, "ms", durations.map(\.milliseconds))
    }

    var median: Double { part(0.5) }
    var least: Double { values.min() ?? .nan }
    var most: Double { values.max() ?? .nan }

    /// Round by round, so that a slow moment of the machine meets both sides.
    static func / (own: Samples, peer: Samples) -> Samples {
        Samples("\(own.name) / \(peer.name)", "×", zip(own.values, peer.values).map(/))
    }

    /// Round by round.
    static func - (whole: Samples, part: Samples) -> Samples {
        Samples("\(whole.name) - \(part.name)", whole.unit, zip(whole.values, part.values).map(-))
    }

    func named(_ name: String) -> Samples { Samples(name, unit, values) }

    /// Between the two values that stand next to that place.
    func part(_ part: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let place = part * Double(sorted.count - 1)
        let below = sorted[Int(place)]
        let above = sorted[min(Int(place) + 1, sorted.count - 1)]
        return below + (above - below) * (place - place.rounded(.down))
    }
}

extension Duration {
    var milliseconds: Double { self / .milliseconds(1) }
    var seconds: Double { self / .seconds(1) }
}
