import Foundation

/// What a figure has to be.
enum Goal {
    case atMost(Double)
    case atLeast(Double)

    func isMet(by figure: Double) -> Bool {
        switch self {
        case .atMost(let bound): figure <= bound
        case .atLeast(let bound): figure >= bound
        }
    }

    /// How many times worse `figure` is than `other`; below 1 when it is better.
    func loss(of figure: Double, from other: Double) -> Double {
        switch self {
        case .atMost: figure / other
        case .atLeast: other / figure
        }
    }

    var text: String {
        switch self {
        case .atMost(let bound): "≤ \(bound.brief)"
        case .atLeast(let bound): "≥ \(bound.brief)"
        }
    }
}

extension Double {
    /// Three or more significant digits.
    var brief: String {
        let size = magnitude
        guard isFinite else { return "-" }
        let places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 5
        var text = String(format: "%.\(places)f", self)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }
}
