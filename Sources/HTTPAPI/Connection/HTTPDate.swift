import Glibc

/// The present moment as a `Date` header says it (RFC 9110, section 5.6.7), written once a second.
struct HTTPDate {
    private var known: time_t = -1
    /// The second last asked for, in words.
    private(set) var text = ""

    /// Seconds since 1970; `text` is of the same moment then.
    mutating func second() -> Int {
        let now = time(nil)
        if now != known {
            known = now
            text = Self.text(of: now)
        }
        return now
    }

    static func text(of moment: time_t) -> String {
        var moment = moment
        var parts = tm()
        gmtime_r(&moment, &parts)
        // 29 characters; the process never leaves the C locale.
        return String(unsafeUninitializedCapacity: 40) { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                strftime(text.baseAddress, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            }
        }
    }
}
