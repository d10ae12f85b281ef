/// Draws a timeline as SVG. Places over time are percentages, so that a wider picture is a closer
/// look, and nothing but its width changes.
struct TimelineDrawing {
    private static let rowHeight = 22
    private static let readerHeight = 15
    private static let axisHeight = 20
    /// Units of the axis in which dots are placed.
    private static let units = 100_000.0

    let timeline: Timeline
    /// What anchors of violations begin with.
    let anchor: String

    /// Labels beside the picture, and the picture.
    var markup: String {
        let body = tracks
        let height = body.height
        let picture =
            grid(height) + timeline.bands.map { band($0, height) }.joined() + body.markup
            + violationLines(height)
        let labels = body.labels.map { label in
            "<div class=\"track-label \(label.kind)\" title=\"\(HTMLText.escape(label.text))\">"
                + "\(HTMLText.escape(label.text))</div>"
        }
        return """
            <div class="chart"><div class="labels">\(labels.joined())</div>\
            <div class="scroll" tabindex="0" role="img" aria-label="timeline" \
            data-start="\(timeline.start)" data-end="\(timeline.end)">\
            <svg class="time" width="100%" height="\(height)">\(picture)</svg></div></div>
            <p class="readout" aria-live="polite"></p>
            """
    }

    private var length: Double { max(0.000_001, timeline.end - timeline.start) }

    private func share(_ time: Double) -> Double {
        min(1, max(0, (time - timeline.start) / length))
    }

    /// A share as a percentage with three decimals, short.
    private func percent(_ share: Double) -> String {
        let thousandths = Int((share * 100_000).rounded())
        let (whole, rest) = (thousandths / 1000, thousandths % 1000)
        guard rest > 0 else { return "\(whole)%" }
        var digits = String(rest + 1000).dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return "\(whole).\(digits)%"
    }

    // MARK: - Tracks

    private var tracks: (markup: String, labels: [(text: String, kind: String)], height: Int) {
        var y = Self.axisHeight
        var markup = ""
        var labels = [(text: "seconds", kind: "axis")]
        var group: Timeline.Track.Group?
        for track in timeline.tracks {
            if group != track.group {
                markup += "<line class=\"divide\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>"
            }
            group = track.group
            if track.group == .wrong {
                labels.append((track.label, "row bad"))
                markup += circles(track, y + Self.rowHeight / 2, prefix: "t")
                y += Self.rowHeight
            } else if track.group == .readers {
                let bad = track.violations.isEmpty ? "" : " bad"
                labels.append((track.label, "reader\(bad)"))
                markup += readers(track, y)
                y += Self.readerHeight
            } else {
                for (index, row) in track.rows.enumerated() {
                    labels.append((index == 0 ? track.label : "", "row"))
                    markup += row.map { span($0, y) }.joined()
                    y += Self.rowHeight
                }
            }
        }
        return (markup, labels, y + 4)
    }

    private func span(_ span: Timeline.Span, _ y: Int) -> String {
        let (start, end) = (share(span.start), share(span.end))
        let width = max(end - start, 0.002)
        let text =
            span.label.isEmpty ? "" : "<text x=\"4\" y=\"13\">\(HTMLText.escape(span.label))</text>"
        return "<svg x=\"\(percent(start))\" y=\"\(y + 2)\" width=\"\(percent(width))\" "
            + "height=\"18\"><rect class=\"span \(span.kind)\" width=\"100%\" height=\"18\" "
            + "rx=\"3\"/>\(text)<title>\(HTMLText.escape(span.title))</title></svg>"
    }

    private func readers(_ track: Timeline.Track, _ y: Int) -> String {
        let middle = y + Self.readerHeight / 2
        let label = HTMLText.escape(track.label)
        let paths = track.dots.map { dots in
            let places = dots.times.map { "M\(Int(share($0) * Self.units)) 7h0" }.joined()
            return "<path class=\"dots \(dots.kind)\" data-track=\"\(label)\" "
                + "data-saw=\"\(HTMLText.escape(dots.label))\" d=\"\(places)\"/>"
        }
        return "<svg y=\"\(y)\" width=\"100%\" height=\"\(Self.readerHeight)\" "
            + "viewBox=\"0 0 \(Int(Self.units)) \(Self.readerHeight)\" "
            + "preserveAspectRatio=\"none\">\(paths.joined())</svg>"
            + circles(track, middle, prefix: "v")
    }

    /// A ring for each violation of a track, a link to where it is told.
    private func circles(_ track: Timeline.Track, _ middle: Int, prefix: String) -> String {
        let label = HTMLText.escape(track.label)
        let rings = track.violations.map { mark in
            let target = prefix == "t" ? "t" : "v\(mark.number)"
            let number = prefix == "t" ? "t\(mark.number)" : "\(mark.number)"
            return "<a href=\"#\(anchor)-\(target)\"><circle class=\"violation\" "
                + "data-violation=\"\(number)\" data-at=\"\(mark.at)\" "
                + "cx=\"\(percent(share(mark.at)))\" cy=\"\(middle)\" r=\"5.5\">"
                + "<title>\(label): \(HTMLText.escape(mark.title)) "
                + "(\(HTMLText.moment(mark.at)))</title></circle></a>"
        }
        return rings.joined()
    }

    // MARK: - Behind and before them

    private func grid(_ height: Int) -> String {
        let step = Self.step(length)
        var markup = ""
        var time = (timeline.start / step).rounded(.up) * step
        while time <= timeline.end {
            let x = percent(share(time))
            markup +=
                "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(height)\"/>"
                + "<text class=\"tick\" x=\"\(x)\" dx=\"3\" y=\"13\">"
                + "\(Self.tick(time, step: step))</text>"
            time += step
        }
        return markup
    }

    /// A step of 1, 2 or 5 that gives six to fifteen ticks.
    private static func step(_ length: Double) -> Double {
        var step = 0.000_1
        while true {
            for factor in [1.0, 2, 5] where length / (step * factor) <= 12 { return step * factor }
            step *= 10
        }
    }

    private static func tick(_ time: Double, step: Double) -> String {
        let text = FailureText.seconds(time)
        return step >= 1
            ? String(text.prefix { $0 != "." }) : String(text.dropLast(step >= 0.1 ? 2 : 0))
    }

    private func band(_ band: Timeline.Span, _ height: Int) -> String {
        let start = share(band.start)
        let width = percent(max(0.001, share(band.end) - start))
        return "<rect class=\"band \(band.kind)\" x=\"\(percent(start))\" y=\"\(Self.axisHeight)\" "
            + "width=\"\(width)\" height=\"\(height - Self.axisHeight)\">"
            + "<title>\(HTMLText.escape(band.title))</title></rect>"
    }

    /// A line through all tracks at each violation; those closer than a pixel share one.
    private func violationLines(_ height: Int) -> String {
        let places = Set(
            timeline.tracks.flatMap(\.violations).map { Int(share($0.at) * 1000) }
        ).sorted()
        return places.prefix(200).map { place in
            let x = percent(Double(place) / 1000)
            return "<line class=\"violation-line\" x1=\"\(x)\" x2=\"\(x)\" "
                + "y1=\"\(Self.axisHeight)\" y2=\"\(height)\"/>"
        }.joined()
    }
}
