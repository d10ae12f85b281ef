/// A file that the operator's page is shown with, as it is sent.
package struct PageAsset: Sendable {
    package let mediaType: String
    package let text: String

    /// Another one for another text (FNV-1a, 64 bits).
    package var etag: String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    /// The file of that name below `page/`; nil when there is none.
    package static func named(_ name: String) -> PageAsset? {
        switch name {
        case "style.css": PageAsset(mediaType: "text/css; charset=utf-8", text: PageStyle.text)
        case "script.js":
            PageAsset(mediaType: "text/javascript; charset=utf-8", text: PageScript.text)
        default:
            Verdict.allCases.first { "\($0.rawValue).svg" == name }
                .map { PageAsset(mediaType: "image/svg+xml", text: icon(of: $0)) }
        }
    }

    /// The sign of the window: the colour, and the form for who cannot tell colours.
    private static func icon(of verdict: Verdict) -> String {
        let (colour, sign) =
            switch verdict {
            case .good: ("#1f8a55", "M10 16.5l4.5 4.5L23 12")
            case .moving: ("#b07a00", "M9 16h14M17.5 10.5L23 16l-5.5 5.5")
            case .needed: ("#c5362b", "M16 8.5v9M16 22.6v.8")
            case .down: ("#6b7280", "M10 16h12")
            }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" \
            r="15" fill="\(colour)"/><path d="\(sign)" fill="none" stroke="#fff" \
            stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/></svg>

            """
    }
}
