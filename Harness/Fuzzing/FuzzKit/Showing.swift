extension [UInt8] {
    /// The bytes as a text for a finding.
    package var shown: String { String(decoding: self, as: UTF8.self).debugDescription }
}
