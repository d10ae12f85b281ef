/// `CFP_INTERNAL_HOST` and `CFP_INTERNAL_PORT`: where the internal endpoints are, when they are
/// not where the public ones are.
package struct InternalAddress: Equatable, Sendable {
    package let host: String
    /// 0 takes a free one.
    package let port: Int

    /// Nil when no port is set: everything is on one.
    init?(_ settings: Settings) throws(StopReason) {
        let host = try settings.text("CFP_INTERNAL_HOST")
        guard let text = try settings.text("CFP_INTERNAL_PORT") else {
            guard host == nil else {
                throw StopReason(
                    .badConfiguration,
                    "CFP_INTERNAL_HOST is set and CFP_INTERNAL_PORT is not: set it too")
            }
            return nil
        }
        guard let port = UInt16(text) else {
            throw StopReason(
                .badConfiguration, "CFP_INTERNAL_PORT is not a number from 0 to 65535: \(text)")
        }
        self.host = host ?? "127.0.0.1"
        self.port = Int(port)
    }
}
