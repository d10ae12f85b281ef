/// A span of time as people say it, by its largest unit.
package enum Age {
    /// Rounded down, but for seconds; what is not there yet counts as now.
    package static func text(seconds: Double) -> String {
        let seconds = max(0, seconds)
        switch seconds {
        case ..<60: return "\(Int(seconds.rounded(.up))) s"
        case ..<3_600: return "\(Int(seconds / 60)) min"
        case ..<172_800: return "\(Int(seconds / 3_600)) h"
        default: return "\(Int(seconds / 86_400)) days"
        }
    }
}

extension Duration {
    /// How long something took, in as many digits as matter.
    package static func text(milliseconds value: Double) -> String {
        value < 10
            ? "\((value * 10).rounded() / 10) ms"
            : value < 10_000 ? "\(Int(value.rounded())) ms" : "\(Int((value / 1000).rounded())) s"
    }
}
