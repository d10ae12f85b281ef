/// Repeated measurements of one thing, in milliseconds.
struct Samples: Codable {
    let name: String
    let milliseconds: [Double]

    init(_ name: String, _ durations: [Duration]) {
        self.name = name
        milliseconds = durations.map { $0 / .milliseconds(1) }
    }

    var median: Double { percentile(0.5) }
    var least: Double { milliseconds.min() ?? 0 }
    var most: Double { milliseconds.max() ?? 0 }

    private func percentile(_ part: Double) -> Double {
        guard !milliseconds.isEmpty else { return 0 }
        let sorted = milliseconds.sorted()
        let place = part * Double(sorted.count - 1)
        let below = sorted[Int(place)]
        let above = sorted[min(Int(place) + 1, sorted.count - 1)]
        return below + (above - below) * (place - place.rounded(.down))
    }
}
