import Foundation
import JSONModel
import Testing

/// One page in a browser, as wide as a desk or a phone.
struct Tab {
    let browser: Chromium
    private let session: JSON

    /// Opens `url`; everything its console says is heard from the beginning.
    init(
        _ browser: Chromium, _ url: String, width: Int64 = 1_280, isDark: Bool = false,
        hasScript: Bool = true
    ) async throws {
        self.browser = browser
        let target = try await browser.send("Target.createTarget", ["url": "about:blank"])
        session =
            try await browser.send(
                "Target.attachToTarget",
                ["targetId": target["targetId"] ?? .null, "flatten": true])["sessionId"] ?? .null
        for domain in ["Page", "Runtime", "Log", "Network"] {
            try await browser.send("\(domain).enable", session: session)
        }
        try await browser.send(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(width), "height": 900, "deviceScaleFactor": width < 600 ? 2 : 1,
                "mobile": .bool(width < 600),
            ], session: session)
        try await browser.send(
            "Emulation.setEmulatedMedia",
            [
                "features": .array([
                    .object([
                        "name": "prefers-color-scheme", "value": isDark ? "dark" : "light",
                    ]), .object(["name": "prefers-reduced-motion", "value": "reduce"]),
                ])
            ], session: session)
        try await browser.send(
            "Emulation.setScriptExecutionDisabled", ["value": .bool(!hasScript)], session: session)
        try await browser.send("Page.navigate", ["url": .string(url)], session: session)
        try await until("\(url) is loaded") {
            try await value("document.readyState + location.href") == .string("complete\(url)")
        }
    }

    /// What an expression is; a promise is waited for.
    @discardableResult
    func value(_ expression: String) async throws -> JSON {
        let answer = try await browser.send(
            "Runtime.evaluate",
            ["expression": .string(expression), "returnByValue": true, "awaitPromise": true],
            session: session)
        if let problem = answer["exceptionDetails"] {
            throw Chromium.Refusal(what: String(decoding: problem.bytes, as: UTF8.self))
        }
        return answer["result"]?["value"] ?? .null
    }

    /// The text that is seen of the first element a selector finds.
    func text(_ selector: String) async throws -> String {
        try await value("document.querySelector(`\(selector)`)?.innerText ?? ''").text ?? ""
    }

    func click(_ selector: String) async throws {
        try await value("document.querySelector(`\(selector)`).click()")
    }

    /// Waits until an expression is true.
    func wait(_ expression: String) async throws {
        try await until(expression) { try await value("!!(\(expression))") == true }
    }

    /// Errors, refused loads and violations of the page's policy, a line each.
    var console: [String] {
        browser.events.filter { $0["sessionId"] == session }.compactMap { event in
            let said = event["params"]
            switch event["method"]?.text {
            case "Log.entryAdded":
                return
                    "\(said?["entry"]?["text"]?.text ?? "") \(said?["entry"]?["url"]?.text ?? "")"
            case "Runtime.consoleAPICalled", "Runtime.exceptionThrown":
                return String(decoding: said?.bytes ?? [], as: UTF8.self)
            default: return nil
            }
        }
    }

    /// Every address the page asked for.
    var requests: [String] {
        browser.events.filter { $0["sessionId"] == session }.compactMap {
            $0["method"] == "Network.requestWillBeSent"
                ? $0["params"]?["request"]?["url"]?.text : nil
        }
    }

    /// Writes the whole page as a picture.
    func photograph(to file: String) async throws {
        let size = try await browser.send("Page.getLayoutMetrics", session: session)
        let content = size["cssContentSize"]
        let answer = try await browser.send(
            "Page.captureScreenshot",
            [
                "format": "png", "captureBeyondViewport": true,
                "clip": .object([
                    "x": 0, "y": 0, "width": content?["width"] ?? 1_280,
                    "height": content?["height"] ?? 900, "scale": 1,
                ]),
            ], session: session)
        let data = try #require(Data(base64Encoded: answer["data"]?.text ?? ""))
        try data.write(to: URL(fileURLWithPath: file))
    }
}
