/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Reading of mail that comes to return paths: {@link NoticeReader} finds the status notification (RFC 3464, RFC 6533) or the complaint (RFC 5965) in a mail, also
 * in other systems' deviating forms and in words. Each mail is a stream, of which only the beginning is read. The package receives no mail, and decides nothing
 * about the addresses found.
 */
package org.postchaise.engine.bounce.reading;
