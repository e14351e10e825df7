/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.util.List;
import java.util.function.Consumer;
import org.postchaise.engine.content.mime.Conversion;

/**
 * The options of one delivery for its content.
 *
 * @param conversion the conversion of 8-bit content for the peer
 * @param traceHeaders the headers in front of the message, without line ends: see {@link DeliveryFlag#headers}
 * @param notes the consumer of the lines that Postfix logs after the queue id: actions of checks, broken lines, bad
 *     rules
 */
public record ContentOptions(Conversion conversion, List<String> traceHeaders, Consumer<String> notes) {
    /** The options of unchanged content without notes. */
    public static final ContentOptions PLAIN = new ContentOptions(Conversion.NONE, List.of(), note -> {});

    /** Creates options with a copy of the list. */
    public ContentOptions {
        traceHeaders = List.copyOf(traceHeaders);
    }
}
