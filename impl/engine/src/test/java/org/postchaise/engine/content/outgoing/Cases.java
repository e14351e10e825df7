/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.content.mime.Conversion;
import org.postchaise.engine.table.TableRegistry;

/** Makes plans, and runs messages written as characters of one octet each through them. */
final class Cases {
    private Cases() {}

    /** The plan of main.cf {@code name=value} lines, on a host named client.example. */
    static ContentPlan plan(String... settings) {
        Map<String, String> values = new HashMap<>(Map.of("myhostname", "client.example", "mydestination", ""));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            values.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return ContentPlan.from(
                Catalog.settings(values),
                new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), warning -> {}));
    }

    /** What {@code plan} makes of {@code message}, with LF as line end. */
    static String sent(ContentPlan plan, String message, ContentOptions options) throws IOException {
        try (InputStream content = plan.open(stream(message), options)) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        }
    }

    /** As {@link #sent(ContentPlan, String, ContentOptions)} without a conversion; what is noted is lost. */
    static String sent(ContentPlan plan, String message) throws IOException {
        return sent(plan, message, ContentOptions.PLAIN);
    }

    /** As {@link #sent(ContentPlan, String, ContentOptions)}, for a peer without 8BITMIME. */
    static String converted(ContentPlan plan, String message) throws IOException {
        return sent(plan, message, new ContentOptions(plan.without8BitMime(), List.of(), note -> {}));
    }

    /** What is noted on the way. */
    static List<String> notes(ContentPlan plan, String message) throws IOException {
        List<String> notes = new ArrayList<>();
        sent(plan, message, new ContentOptions(Conversion.NONE, List.of(), notes::add));
        return notes;
    }

    static InputStream stream(String message) {
        return new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
    }
}
