import ArgumentParser

/// A span of time as people write it: `90s`, `10m`, `1h`.
struct Seconds: ExpressibleByArgument {
    let duration: Duration

    init(_ seconds: Int) { duration = .seconds(seconds) }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
        guard let unit = argument.last.flatMap({ units[$0] }),
            let number = Int(argument.dropLast()), (1...100_000).contains(number)
        else { return nil }
        duration = .seconds(number * unit)
    }

    var defaultValueDescription: String { "\(duration.components.seconds)s" }
}
