/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.util.List;
import java.util.function.Consumer;

/**
 * What one delivery asks of its content.
 *
 * @param conversion whether the peer must get 7-bit content
 * @param traceHeaders headers in front of the message, without line ends: see {@link DeliveryFlag#headers}
 * @param notes told, a line each, what Postfix logs behind the queue id: actions of checks, broken lines, bad rules
 */
public record ContentOptions(Conversion conversion, List<String> traceHeaders, Consumer<String> notes) {
    /** Nothing is added or converted, nothing is told. */
    public static final ContentOptions PLAIN = new ContentOptions(Conversion.NONE, List.of(), note -> {});

    /** A copy of the list. */
    public ContentOptions {
        traceHeaders = List.copyOf(traceHeaders);
    }
}
