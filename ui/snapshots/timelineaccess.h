// The picture over time for assistive tools: a list whose items are the marks, the current one
// focused. Items are places: what they say is read from the picture each time.
#pragma once

/// Makes every Timeline accessible; once is enough.
void installTimelineAccess();
