import Glibc

/// The present moment as a `Date` header says it (RFC 9110, section 5.6.7), written once a second.
struct HTTPDate {
    private var second: time_t = -1
    private var written = ""

    var text: String {
        mutating get {
            let now = time(nil)
            if now != second {
                second = now
                written = Self.text(of: now)
            }
            return written
        }
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
