/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.SmtpClient;

class SettingsTest {

    @Test
    void everyDefaultParsesAndIsFinite() {
        Catalog.rows().forEach(row -> assertThat(Catalog.defaults().get(row)).isNotNull());
        assertThat(Catalog.defaults().get(SmtpClient.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Catalog.defaults().get(SmtpClient.DATA_DONE_TIMEOUT)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void everyNameIsThereOnce() {
        Set<String> names = new HashSet<>();
        Catalog.rows()
                .forEach(row -> assertThat(names.add(row.name())).as(row.name()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"30,30", "30s,30", "5m,300", "1h,3600", "1d,86400", "1w,604800", "' 7s ',7"})
    void readsTimesWithUnits(String text, long seconds) {
        assertThat(Catalog.settings(Map.of("smtp_connect_timeout", text)).get(SmtpClient.CONNECT_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theQueueLifetimeCountsDaysWithoutAUnit() {
        assertThat(Catalog.settings(Map.of("maximal_queue_lifetime", "2")).get(Queue.MAXIMAL_QUEUE_LIFETIME))
                .isEqualTo(Duration.ofDays(2));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp_connect_timeout,soon",
        "smtp_connect_timeout,-1",
        "smtp_connect_timeout,0",
        "smtp_connect_timeout,''",
        "smtp_connect_timeout,99999999999999999999",
        "message_size_limit,big",
        "message_size_limit,-5"
    })
    void aBadValueNamesTheParameterTheValueAndWhatWasExpected(String name, String value) {
        assertThatThrownBy(() -> Catalog.settings(Map.of(name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining("expected");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Catalog.settings(Map.of("smtp_conect_timeout", "30s")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown parameter smtp_conect_timeout")
                .hasMessageContaining("smtp_connect_timeout");
    }

    @Test
    void settingsAreEqualByContent() {
        Settings settings = Catalog.settings(Map.of("relayhost", "[a]:25"));
        assertThat(settings)
                .isEqualTo(Catalog.settings(Map.of("relayhost", "[a]:25")))
                .hasSameHashCodeAs(Catalog.settings(Map.of("relayhost", "[a]:25")))
                .isNotEqualTo(Catalog.settings(Map.of("relayhost", "[b]:25")));
    }

    @Test
    void propertyNamesAreBeanNames() {
        assertThat(SmtpClient.DATA_XFER_TIMEOUT.propertyName()).isEqualTo("smtpDataXferTimeout");
    }
}
