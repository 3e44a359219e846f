/** Why a plant whose history was recorded or imported cannot go live. */
export const notLiveReason = 'This plant’s history is stored here and does not grow. Live needs a live data source.';
