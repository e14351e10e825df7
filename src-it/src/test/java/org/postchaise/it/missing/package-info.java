/* SPDX-License-Identifier: Apache-2.0 */
/** An application that lacks something of its server. */
package org.postchaise.it.missing;
