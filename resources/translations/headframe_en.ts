<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Actions</name>
    <message numerus="yes">
        <source>&amp;Undo cancelling %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo cancelling %n document</numerusform>
            <numerusform>&amp;Undo cancelling %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo locating %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo locating %n document</numerusform>
            <numerusform>&amp;Undo locating %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo moving %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo moving %n document</numerusform>
            <numerusform>&amp;Undo moving %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo new settings of %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo new settings of %n document</numerusform>
            <numerusform>&amp;Undo new settings of %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo removing %n document(s)</source>
        <translation>
            <numerusform>&amp;Undo removing %n document</numerusform>
            <numerusform>&amp;Undo removing %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Apply new settings to %n document(s) again</source>
        <translation>
            <numerusform>Apply new settings to %n document again</numerusform>
            <numerusform>Apply new settings to %n documents again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n document(s) again</source>
        <translation>
            <numerusform>Cancel %n document again</numerusform>
            <numerusform>Cancel %n documents again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Locate %n document(s) again</source>
        <translation>
            <numerusform>Locate %n document again</numerusform>
            <numerusform>Locate %n documents again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n document(s) again</source>
        <translation>
            <numerusform>Move %n document again</numerusform>
            <numerusform>Move %n documents again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n document(s) again</source>
        <translation>
            <numerusform>Remove %n document again</numerusform>
            <numerusform>Remove %n documents again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AddDocuments</name>
    <message numerus="yes">
        <source>%n file(s) left out, not a PDF: {names}</source>
        <translation>
            <numerusform>Left out %n file that is not a PDF: {names}</numerusform>
            <numerusform>Left out %n files that are not PDFs: {names}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArrivalNotifier</name>
    <message numerus="yes">
        <source>%n document(s) added.</source>
        <translation>
            <numerusform>%n document added.</numerusform>
            <numerusform>%n documents added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) already on the list.</source>
        <translation>
            <numerusform>%n document already on the list.</numerusform>
            <numerusform>%n documents already on the list.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CardDialog</name>
    <message numerus="yes">
        <source>Use %n card(s)</source>
        <translation>
            <numerusform>Use %n card</numerusform>
            <numerusform>Use %n cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CardStatusStrip</name>
    <message numerus="yes">
        <source>and %n more card(s)</source>
        <translation>
            <numerusform>and %n more card</numerusform>
            <numerusform>and %n more cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n difference</numerusform>
            <numerusform>%n differences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n identical paragraph(s)</source>
        <translation>
            <numerusform>%n identical paragraph</numerusform>
            <numerusform>%n identical paragraphs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paragraph(s) differ; {percent} % of the text is the same.</source>
        <translation>
            <numerusform>%n paragraph differs; {percent} % of the text is the same.</numerusform>
            <numerusform>%n paragraphs differ; {percent} % of the text is the same.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DesktopIntegration</name>
    <message numerus="yes">
        <source>%n converted</source>
        <translation>
            <numerusform>%n converted</numerusform>
            <numerusform>%n converted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>%n skipped</numerusform>
            <numerusform>%n skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentLocator</name>
    <message numerus="yes">
        <source>%n document(s) located.</source>
        <translation>
            <numerusform>%n document located.</numerusform>
            <numerusform>%n documents located.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more missing document(s) found.</source>
        <translation>
            <numerusform>%n more missing document found.</numerusform>
            <numerusform>%n more missing documents found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>All %n</numerusform>
            <numerusform>All %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoubtsButton</name>
    <message numerus="yes">
        <source>%n place(s) that OCR may have read wrong: go to the next</source>
        <translation>
            <numerusform>%n place that OCR may have read wrong: go to the next</numerusform>
            <numerusform>%n places that OCR may have read wrong: go to the next</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message numerus="yes">
        <source>%n result(s) saved in {folder}.</source>
        <translation>
            <numerusform>%n result saved in {folder}.</numerusform>
            <numerusform>%n results saved in {folder}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} and %n more</source>
        <translation>
            <numerusform>{name} and %n more</numerusform>
            <numerusform>{name} and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message numerus="yes">
        <source>Convert %n document(s)</source>
        <translation>
            <numerusform>Convert %n document</numerusform>
            <numerusform>Convert %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FullDiskIndicator</name>
    <message numerus="yes">
        <source>%n disk(s) full or away</source>
        <translation>
            <numerusform>%n disk full or away</numerusform>
            <numerusform>%n disks full or away</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryCommands</name>
    <message numerus="yes">
        <source>%n batch(es) are taken out of the history. Results stay where they are.</source>
        <translation>
            <numerusform>%n batch is taken out of the history. Its results stay where they are.</numerusform>
            <numerusform>%n batches are taken out of the history. Results stay where they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobSettingsDialog</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them running, with the settings of before</source>
        <translation>
            <numerusform>%n of them running, with the settings of before</numerusform>
            <numerusform>%n of them running, with the settings of before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them still waiting</source>
        <translation>
            <numerusform>%n of them still waiting</numerusform>
            <numerusform>%n of them still waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogWindow</name>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MissingFolderIndicator</name>
    <message numerus="yes">
        <source>%n folder(s) not there</source>
        <translation>
            <numerusform>%n folder not there</numerusform>
            <numerusform>%n folders not there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RetryOutcomes</name>
    <message numerus="yes">
        <source>%n edited version(s) kept, beside the new results.</source>
        <translation>
            <numerusform>%n edited version is kept, beside the new result.</numerusform>
            <numerusform>%n edited versions are kept, beside the new results.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) up to date: not converted again.</source>
        <translation>
            <numerusform>%n result is up to date: not converted again.</numerusform>
            <numerusform>%n results are up to date: not converted again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleFields</name>
    <message numerus="yes">
        <source>%n level(s) deep</source>
        <translation>
            <numerusform>%n level deep</numerusform>
            <numerusform>%n levels deep</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{pages} in %n document(s)</source>
        <translation>
            <numerusform>{pages} in %n document</numerusform>
            <numerusform>{pages} in %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionCommands</name>
    <message numerus="yes">
        <source>%n document(s) removed from the list. No file was deleted.</source>
        <translation>
            <numerusform>%n document removed from the list. No file was deleted.</numerusform>
            <numerusform>%n documents removed from the list. No file was deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) can no longer be read.</source>
        <translation>
            <numerusform>%n result can no longer be read.</numerusform>
            <numerusform>%n results can no longer be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Markdown of %n document(s) copied.</source>
        <translation>
            <numerusform>Markdown of %n document copied.</numerusform>
            <numerusform>Markdown of %n documents copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SetupCard</name>
    <message numerus="yes">
        <source>%n card(s) idle: no engine for them</source>
        <translation>
            <numerusform>%n card idle: no engine for it</numerusform>
            <numerusform>%n cards idle: no engine for them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n free card(s): {cards}. Set up MinerU for them.</source>
        <translation>
            <numerusform>%n free card: {cards}. Set up MinerU for it.</numerusform>
            <numerusform>%n free cards: {cards}. Set up MinerU for them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchedFoldersButton</name>
    <message numerus="yes">
        <source>Watching %n folder(s)</source>
        <translation>
            <numerusform>Watching %n folder</numerusform>
            <numerusform>Watching %n folders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WhenDoneController</name>
    <message numerus="yes">
        <source>Headframe quits in %n second(s).</source>
        <translation>
            <numerusform>Headframe quits in %n second.</numerusform>
            <numerusform>Headframe quits in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n second(s) this command runs: {command}</source>
        <translation>
            <numerusform>In %n second this command runs: {command}</numerusform>
            <numerusform>In %n seconds this command runs: {command}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The computer is put to sleep in %n second(s).</source>
        <translation>
            <numerusform>The computer is put to sleep in %n second.</numerusform>
            <numerusform>The computer is put to sleep in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_CountWords</name>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n card</numerusform>
            <numerusform>%n cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n host(s)</source>
        <translation>
            <numerusform>%n host</numerusform>
            <numerusform>%n hosts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lost</source>
        <translation>
            <numerusform>%n lost</numerusform>
            <numerusform>%n lost</numerusform>
        </translation>
    </message>
</context>
</TS>
